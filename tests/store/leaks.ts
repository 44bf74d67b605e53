import { createHash } from 'node:crypto';
import type { RawItem } from './every-item.ts';

/** Something that must not be in the store. */
export interface Secret {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Every name, text, number and byte string in a value, at any depth. */
const leavesOf = (value: unknown): (string | Uint8Array)[] => {
  if (typeof value === 'string' || value instanceof Uint8Array) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...leavesOf(inner)]);
};

// Words of a text are also read as bytes in hex or base64.
const readingsOf = (leaf: string | Uint8Array): string[] => {
  const raw = Buffer.from(leaf);
  const words = raw.toString('latin1').match(/[\w+/=-]{8,}/g) ?? [];
  const hex = words.filter((word) => /^[0-9a-f]+$/i.test(word)).map((word) => Buffer.from(word, 'hex'));
  const base64 = words.map((word) => Buffer.from(word, 'base64'));
  return [raw, ...hex, ...base64].map((reading) => reading.toString('latin1'));
};

const placeOf = ({ pk, sk }: RawItem): string => `${pk?.S} ${sk?.S}`;

/** Where the items hold a secret: as text in any case, bytes, hex or base64, whole or within something longer. */
export const leaksOf = (items: readonly RawItem[], secrets: readonly Secret[]): string[] => {
  const sought = secrets.map(({ name, bytes }) => ({
    name,
    text: Buffer.from(bytes).toString('latin1').toLowerCase(),
  }));
  return items.flatMap((item) => {
    const readings = leavesOf(item)
      .flatMap(readingsOf)
      .map((reading) => reading.toLowerCase());
    const held = sought.filter(({ text }) => readings.some((reading) => reading.includes(text)));
    return held.map(({ name }) => `${name} in ${placeOf(item)}`);
  });
};

const digestsOf = (code: string): Secret[] =>
  ['md5', 'sha1', 'sha256', 'sha512'].map((algorithm) => ({
    name: `${algorithm} of ${code}`,
    bytes: createHash(algorithm).update(code).digest(),
  }));

/**
 * Where the items hold a code. Six digits occur in longer words by chance. So they count only as a word of their own,
 * or as a digest that anybody could make from them.
 */
export const codeLeaksOf = (items: readonly RawItem[], codes: readonly string[]): string[] => {
  const inClear = items.flatMap((item) => {
    const words = leavesOf(item)
      .flatMap(readingsOf)
      .flatMap((reading) => reading.match(/(?<![0-9a-z])[0-9]{6}(?![0-9a-z])/gi) ?? []);
    return codes.filter((code) => words.includes(code)).map((code) => `${code} in ${placeOf(item)}`);
  });
  return [...inClear, ...leaksOf(items, codes.flatMap(digestsOf))];
};
