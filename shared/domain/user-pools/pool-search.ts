/** An attribute for which a pool has an index, in addition to the ten that every pool has. */
export interface IndexedAttribute {
  readonly attribute: string;
  /** Which of the spare indexes it has, from 1. */
  readonly slot: number;
  /**
   * A new number each time that an attribute gets an index, so that entries of a former attribute are not mixed up with
   * it.
   */
  readonly generation: number;
  /** False until the index has all users who were there before it. */
  readonly isReady: boolean;
}

/** The additional attributes that a pool has indexed. */
export interface PoolSearch {
  readonly attributes: readonly IndexedAttribute[];
  /** The last generation that was given. */
  readonly generations: number;
}
