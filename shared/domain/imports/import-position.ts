/** How far the rows of a file are done. */
export interface ImportPosition {
  /** Where the line begins that is not done to its end. */
  readonly byte: number;
  /** How many rows stand before that byte. */
  readonly row: number;
  /** How many rows of that line are done: a line may hold several. */
  readonly done: number;
  /** What the reader of the format has to know to go on from here. */
  readonly mark?: string;
}

/** Where the file begins. */
export const importStart: ImportPosition = { byte: 0, row: 0, done: 0 };
