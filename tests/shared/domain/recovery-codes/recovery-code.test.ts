import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRecoveryCode, newRecoveryCodes } from '#shared/domain/recovery-codes/recovery-code.ts';

describe('recovery codes', () => {
  it('are ten different ones, of letters in three groups', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[a-z]{4}-[a-z]{4}-[a-z]{4}$/);
  });

  it('are known however they are typed', () => {
    for (const code of newRecoveryCodes()) {
      const letters = code.replaceAll('-', '');
      for (const typed of [code, letters, code.toUpperCase(), code.replaceAll('-', ' '), ` ${code}\n`]) {
        expect(findRecoveryCode(typed)).toBe(letters);
      }
    }
  });

  it('are never taken for a code of digits, nor such a code for one', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9 -]{1,20}$/), (digits) => {
        expect(findRecoveryCode(digits)).toBeUndefined();
      }),
    );
    for (const code of newRecoveryCodes()) expect(code).not.toMatch(/[0-9]/);
  });

  it.each(['', 'bcdf-ghjk-mnp', 'bcdf-ghjk-mnpqr', 'bcdf-ghjk-mnpa', 'bcdf_ghjk_mnpq', 'b'.repeat(5000)])(
    'are not %j',
    (typed) => {
      expect(findRecoveryCode(typed)).toBeUndefined();
    },
  );
});
