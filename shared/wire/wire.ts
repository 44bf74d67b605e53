/** What travels in place of a response shape: dates become epoch seconds, members that are undefined are left out. */
export type Wire<Shape> = Shape extends Date
  ? number
  : Shape extends readonly (infer Item)[]
    ? Wire<Item>[]
    : Shape extends object
      ? { [Member in keyof Shape as Member extends '$metadata' ? never : Member]: Wire<Shape[Member]> }
      : Shape;

/** Epoch seconds with milliseconds as fraction, as timestamps travel. */
export const toEpochSeconds = (epochMs: number): number => epochMs / 1000;
