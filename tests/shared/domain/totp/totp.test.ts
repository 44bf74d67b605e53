import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findStep, gaveLast, newSeed, toSecretCode } from '#shared/domain/totp/totp.ts';
import { codeOf } from '#tests/support/totp.ts';

const stepMs = 30_000;

// RFC 6238 appendix B: the seed of its examples for SHA-1, and the last six of their eight digits.
const seed = Buffer.from('12345678901234567890');
const examples = [
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
] as const;

describe('codes of an authenticator app', () => {
  it.each(examples)('are those of RFC 6238 at second %i', (second, code) => {
    expect(findStep(seed, code, second * 1000)).toBe(Math.floor(second / 30));
  });

  it.each(examples)('are good one step early and one step late at second %i, and no further', (second, code) => {
    const step = Math.floor(second / 30);
    const at = (steps: number) => findStep(seed, code, (second + 30 * steps) * 1000);
    expect([at(-1), at(1)]).toEqual([step, step]);
    expect([at(-2), at(2)]).toEqual([undefined, undefined]);
  });

  it('are known again for three minutes as the code that was accepted last', () => {
    const [code, step] = ['081804', Math.floor(1111111109 / 30)];
    const at = (second: number) => gaveLast(seed, code, step, second * 1000);
    expect([at(step * 30), at(step * 30 + 61), at(step * 30 + 180), at(step * 30 + 181)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(gaveLast(seed, code, step - 1, step * 30_000)).toBe(false);
    expect(gaveLast(seed, '050471', step, step * 30_000)).toBe(false);
  });

  it('belong to the step in which an app shows them, whatever the seed', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 20, maxLength: 20 }),
        fc.integer({ min: 1_000_000_000_000, max: 4_000_000_000_000 }),
        (bytes, now) => {
          const found = findStep(bytes, codeOf(toSecretCode(bytes), now), now);
          // Once in a million times, neighbouring steps give the same code.
          expect(Math.abs((found ?? 0) - Math.floor(now / stepMs))).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it.each(['', '12345', '1234567', '28708 2', ' 287082', '２８７０８２', 'é87082', '287082\n', '+87082', '0x1234'])(
    'are six digits of ASCII: not %j',
    (given) => {
      expect(findStep(seed, given, 59_000)).toBeUndefined();
    },
  );

  it('come of seeds of 160 bits that are never alike, told in base32 without padding', () => {
    const secrets = Array.from({ length: 50 }, () => toSecretCode(newSeed()));
    for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(new Set(secrets).size).toBe(secrets.length);
  });
});
