/** An attribute that a pool has an index of beside the ten that every pool has. */
export interface IndexedAttribute {
  readonly attribute: string;
  /** Which of the spare indexes, from 1. */
  readonly slot: number;
  /** Another each time that an attribute gets an index: what the index still holds of a former one is not mixed up. */
  readonly generation: number;
  /** False until users who were there before are in the index. */
  readonly isReady: boolean;
}

/** What a pool has indexed of its own accord. */
export interface PoolSearch {
  readonly attributes: readonly IndexedAttribute[];
  /** The generation given last. */
  readonly generations: number;
}
