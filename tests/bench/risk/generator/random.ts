/** A stream of random numbers that its seed decides. */
export interface Random {
  /** From 0 to 1, without 1. */
  readonly next: () => number;
  /** A whole number below the given one. */
  readonly below: (most: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
  /** One of them, each as likely as its weight says. */
  readonly weighted: <T extends { readonly weight: number }>(from: readonly T[]) => T;
  /** Of an exponential distribution with that mean. */
  readonly exponential: (mean: number) => number;
}

/** Mulberry32: small, fast, and good enough for drawing people. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most: number): number => Math.floor(next() * most);
  const pick = <T>(from: readonly T[]): T => {
    const found = from[below(from.length)];
    if (found === undefined) throw new Error('There is nothing to pick from.');
    return found;
  };
  const weighted = <T extends { readonly weight: number }>(from: readonly T[]): T => {
    let rest = next() * from.reduce((sum, { weight }) => sum + weight, 0);
    for (const one of from) {
      rest -= one.weight;
      if (rest < 0) return one;
    }
    return pick(from);
  };
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick,
    weighted,
    exponential: (mean) => -mean * Math.log(1 - next()),
  };
};
