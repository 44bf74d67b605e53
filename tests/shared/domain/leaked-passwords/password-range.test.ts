import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passwordDigest } from '#shared/domain/leaked-passwords/password-digest.ts';
import { isInRange, rangePrefix } from '#shared/domain/leaked-passwords/password-range.ts';

const digest = passwordDigest('P@ssw0rd');

describe('a range of digests', () => {
  it('is asked for by five digits', () => {
    expect(rangePrefix(digest)).toBe('21BD1');
  });

  it.each([
    ['a line for the digest', '00000:3\r\n2DC183F740EE76F27B78EB39C8AD972A757:109\r\nFFFFF:1', true],
    ['a line in small letters', '2dc183f740ee76f27b78eb39c8ad972a757:1', true],
    ['a line that only fills up', '2DC183F740EE76F27B78EB39C8AD972A757:0', false],
    ['a line without a count', '2DC183F740EE76F27B78EB39C8AD972A757', false],
    ['other lines', '2DC183F740EE76F27B78EB39C8AD972A758:7\n', false],
    ['nothing', '', false],
  ])('with %s', (_what, answer, expected) => {
    expect(isInRange(answer, digest)).toBe(expected);
  });

  it('may be any text', () => {
    fc.assert(fc.property(fc.string(), (answer) => !isInRange(answer, digest)));
  });
});
