import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInFilter, makeFilter, readFilter } from '#shared/domain/leaked-passwords/binary-fuse-filter.ts';
import { passwordDigest } from '#shared/domain/leaked-passwords/password-digest.ts';

const digestsOf = (prefix: string, count: number): Buffer[] =>
  Array.from({ length: count }, (_, index) => passwordDigest(`${prefix}${index}`));

describe('a binary fuse filter', () => {
  it.each([0, 1, 2, 3, 10, 1000, 40_000])('holds all of %i digests', (count) => {
    const digests = digestsOf('in', count);
    const filter = readFilter(makeFilter(digests));
    expect(filter.size).toBe(count);
    expect(digests.filter((digest) => !isInFilter(filter, digest))).toEqual([]);
  });

  it('holds any digests', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 200 }), (words) => {
        const filter = readFilter(makeFilter(words.map(passwordDigest)));
        return words.every((word) => isInFilter(filter, passwordDigest(word)));
      }),
    );
  });

  it('claims to hold fewer than one in 10,000 others', () => {
    const filter = readFilter(makeFilter(digestsOf('in', 20_000)));
    const wrong = digestsOf('out', 300_000).filter((digest) => isInFilter(filter, digest));
    expect(wrong.length).toBeLessThan(30);
  });

  it('has about eighteen bits for each digest', () => {
    expect(makeFilter(digestsOf('in', 40_000)).length / 40_000).toBeLessThan(2.6);
  });

  it('is the same for the same digests', () => {
    expect(makeFilter(digestsOf('in', 1000)).equals(makeFilter(digestsOf('in', 1000)))).toBe(true);
  });

  it('takes no digest twice', () => {
    expect(() => makeFilter([...digestsOf('in', 10), passwordDigest('in0')])).toThrow('comes twice');
  });

  it('is not read from other bytes', () => {
    const bytes = makeFilter(digestsOf('in', 10));
    for (const wrong of [Buffer.alloc(0), Buffer.alloc(16, 1), bytes.subarray(1), bytes.subarray(0, -1)]) {
      expect(() => readFilter(wrong)).toThrow('These bytes are no filter.');
    }
  });
});
