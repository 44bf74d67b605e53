import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toSecretVerifier } from '#shared/domain/devices/secret-verifier.ts';
import { createVerifier, N, pad, toNumber } from '#shared/domain/srp/verifier.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

describe('The verifier of a device', () => {
  it('is taken as clients make it', () => {
    const { salt, verifier } = createVerifier({ poolName: '-group', userId: 'device', password: 'secret' });
    const given = toSecretVerifier({ PasswordVerifier: base64(verifier), Salt: base64(salt) });
    expect(given).toEqual({ salt: salt.toString('hex'), verifier });
  });

  it.each([0n, 1n, N - 1n, N, N + 1n])('is no trivial element of the group, nor beyond it', (value) => {
    const config = { PasswordVerifier: base64(pad(value)), Salt: 'AQ==' };
    expect(() => toSecretVerifier(config)).toThrow('Invalid device secret verifier config given.');
  });

  it('is within the group, whatever is given for it', () => {
    const text = fc.option(fc.oneof(fc.string(), fc.base64String(), fc.uint8Array({ maxLength: 400 }).map(base64)), {
      nil: undefined,
    });
    fc.assert(
      fc.property(text, text, (PasswordVerifier, Salt) => {
        try {
          const { salt, verifier } = toSecretVerifier({ PasswordVerifier, Salt });
          const value = toNumber(verifier);
          expect(value > 1n && value < N - 1n && /^([0-9a-f]{2})+$/.test(salt)).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ name: 'InvalidParameterException' });
        }
      }),
    );
  });
});
