import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prefixRange } from '#shared/data/prefix-range.ts';

// As DynamoDB orders strings.
const isBetween = (text: string, from: string, to: string): boolean =>
  Buffer.compare(Buffer.from(from), Buffer.from(text)) <= 0 && Buffer.compare(Buffer.from(text), Buffer.from(to)) <= 0;

const last = String.fromCodePoint(0x10ffff);
const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes(last));

describe('the range of a prefix', () => {
  it('holds what begins with it, and nothing else', () => {
    const prefixAndText = fc.oneof(
      fc.tuple(text, text),
      fc.tuple(text, text).map(([prefix, rest]) => [prefix, prefix + rest] as const),
    );
    fc.assert(
      fc.property(prefixAndText, ([prefix, value]) => {
        const { ':from': from, ':to': to } = prefixRange(prefix);
        expect(isBetween(value, from, to)).toBe(value.startsWith(prefix));
      }),
    );
  });
});
