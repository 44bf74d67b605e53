/** How far the rows of a file have been imported. */
export interface ImportPosition {
  /** Where the first line begins that is not finished. */
  readonly byte: number;
  /** How many rows there are before that byte. */
  readonly row: number;
  /** How many rows of that line are done, as a line may hold several. */
  readonly done: number;
  /** What the format's reader has to know to continue from here. */
  readonly mark?: string;
}

/** The beginning of the file. */
export const importStart: ImportPosition = { byte: 0, row: 0, done: 0 };
