/** A response shape in the form that travels: dates become epoch seconds, and undefined members are left out. */
export type Wire<Shape> = Shape extends Date
  ? number
  : Shape extends readonly (infer Item)[]
    ? Wire<Item>[]
    : Shape extends object
      ? { [Member in keyof Shape as Member extends '$metadata' ? never : Member]: Wire<Shape[Member]> }
      : Shape;

/** Epoch seconds with milliseconds as fraction: the form of timestamps on the wire. */
export const toEpochSeconds = (epochMs: number): number => epochMs / 1000;
