import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertPolicy } from '#shared/domain/user-pools/settings.ts';
import { temporaryPassword } from '#shared/domain/users/temporary-password.ts';

const strict = {
  requireUppercase: true,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: true,
  historySize: 0,
  temporaryPasswordValidityDays: 7,
};

describe('temporaryPassword', () => {
  it('fits the strictest policy of any length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 99 }), (minimumLength) => {
        const policy = { ...strict, minimumLength };
        const password = temporaryPassword(policy);
        expect(() => assertPolicy(password, policy)).not.toThrow();
        expect(password).toHaveLength(Math.max(minimumLength, 12));
        expect(password).toMatch(/^[^\s<>&"']+$/);
      }),
    );
  });
});
