/** One attribute of a pool's schema. */
export interface AttributeSchema {
  /** As users carry it: custom ones with their `custom:` or `dev:` prefix. */
  readonly name: string;
  readonly type: 'String' | 'Number' | 'Boolean' | 'DateTime';
  /** Clients may not write it: administrators only. */
  readonly developerOnly: boolean;
  /** False: set when the user is made, never after. */
  readonly mutable: boolean;
  readonly required: boolean;
  /** Decimal text, as the API has it: lengths of a String, values of a Number. */
  readonly min?: string;
  readonly max?: string;
}
