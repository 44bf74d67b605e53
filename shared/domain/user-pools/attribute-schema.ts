/** One attribute of a pool's schema. */
export interface AttributeSchema {
  /** As users have it: custom ones with their prefix `custom:` or `dev:`. */
  readonly name: string;
  readonly type: 'String' | 'Number' | 'Boolean' | 'DateTime';
  /** Only administrators may write it, not clients. */
  readonly developerOnly: boolean;
  /** False: it is set when the user is made, and never again. */
  readonly mutable: boolean;
  readonly required: boolean;
  /** Decimal text as in the API: the length of a String, the value of a Number. */
  readonly min?: string;
  readonly max?: string;
}
