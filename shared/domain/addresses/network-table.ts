import type { IpAddress } from './ip-address.ts';

/** A block of addresses of one family, as numbers, and the number of the network that announces it. */
export interface NetworkRange {
  readonly version: 4 | 6;
  readonly start: bigint;
  readonly end: bigint;
  readonly asn: number;
}

/** Tells the number of the network (autonomous system) of an address; undefined where none is known. */
export type FindNetwork = (address: IpAddress) => number | undefined;

// Blocks of IPv6 are told apart by their first 64 bits: nobody announces smaller ones.
const keyOf = (version: 4 | 6, value: bigint): bigint => (version === 4 ? value : value >> 64n);

interface Step {
  readonly key: bigint;
  /** 0 where no network is known. */
  readonly asn: number;
}

// From each step on, up to the next one, all addresses are of the same network. So ends need no room of their own.
const stepsOf = (ranges: readonly NetworkRange[], version: 4 | 6): Step[] => {
  const steps: Step[] = [];
  let next = 0n;
  const add = (key: bigint, asn: number): void => {
    if (steps.at(-1)?.asn !== asn) steps.push({ key, asn });
  };
  for (const { start, end, asn } of ranges.filter((range) => range.version === version)) {
    const [first, last] = [keyOf(version, start), keyOf(version, end)];
    if (first < next) continue;
    if (first > next) add(next, 0);
    add(first, asn);
    next = last + 1n;
  }
  add(next, 0);
  return steps;
};

const mark = 0x31_4e_53_41; // "ASN1"
const headerWords = 4;
const top = 2n ** 64n;

/**
 * A table in which networks are found without reading the ranges again: 8 bytes for each block of IPv4, 12 for each of
 * IPv6. The ranges have to be in order; what overlaps one before it is left out.
 */
export const buildNetworkTable = (ranges: readonly NetworkRange[]): Uint8Array => {
  const small = stepsOf(ranges, 4).filter(({ key }) => key < 2n ** 32n);
  const large = stepsOf(ranges, 6).filter(({ key }) => key < top);
  const words = new Uint32Array(headerWords + small.length * 2 + large.length * 3);
  words.set([mark, small.length, large.length, 0]);
  let at = headerWords;
  for (const column of [
    small.map(({ key }) => Number(key)),
    small.map(({ asn }) => asn),
    large.map(({ key }) => Number(key >> 32n)),
    large.map(({ key }) => Number(key & 0xffffffffn)),
    large.map(({ asn }) => asn),
  ]) {
    words.set(column, at);
    at += column.length;
  }
  return new Uint8Array(words.buffer);
};

// How many of the sorted values come before, or are, what is looked for.
const countUpTo = (length: number, isUpTo: (index: number) => boolean): number => {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isUpTo(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Opens a table of `buildNetworkTable`. Throws a plain Error where it is none. */
export const openNetworkTable = (bytes: Uint8Array): FindNetwork => {
  // Words are read where they lie, and have to lie at a multiple of four.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, Math.floor(aligned.byteLength / 4));
  const [found, small = 0, large = 0] = words;
  if (found !== mark || words.length !== headerWords + small * 2 + large * 3) {
    throw new Error('The table of networks is damaged.');
  }
  const columns = (from: number, length: number, count: number): Uint32Array[] =>
    Array.from({ length: count }, (_, index) => words.subarray(from + index * length, from + (index + 1) * length));
  const [starts = words, asns = words] = columns(headerWords, small, 2);
  const [heads = words, tails = words, asns6 = words] = columns(headerWords + small * 2, large, 3);

  return ({ version, value }) => {
    if (version === 4) {
      const key = Number(value);
      return asns[countUpTo(small, (index) => (starts[index] ?? 0) <= key) - 1] || undefined;
    }
    const [head, tail] = [Number(value >> 96n), Number((value >> 64n) & 0xffffffffn)];
    const isUpTo = (index: number): boolean =>
      (heads[index] ?? 0) < head || (heads[index] === head && (tails[index] ?? 0) <= tail);
    return asns6[countUpTo(large, isUpTo) - 1] || undefined;
  };
};
