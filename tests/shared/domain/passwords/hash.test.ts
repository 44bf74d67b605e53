import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Argon2id } from '#shared/domain/passwords/argon2.ts';
import { findNativeArgon2id } from '#shared/domain/passwords/argon2-native.ts';
import { wasmArgon2id } from '#shared/domain/passwords/argon2-wasm.ts';
import {
  argon2Provider,
  defaultParameters,
  hashPassword,
  isOutdated,
  verifyPassword,
} from '#shared/domain/passwords/hash.ts';

const cheap = { memory: 64, passes: 1, parallelism: 1 };

const native = async (): Promise<Argon2id> => {
  const found = await findNativeArgon2id();
  if (!found) throw new Error('The native Argon2 is missing on this machine.');
  return found;
};

// Answers of the reference implementation's own tests, phc-winner-argon2 test.c, version 0x13.
const published = [
  [65_536, 2, 'password', 'somesalt', '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7'],
  [256, 2, 'password', 'somesalt', '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe'],
  [65_536, 1, 'password', 'somesalt', 'f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98'],
  [65_536, 2, 'differentpassword', 'somesalt', '0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde'],
  [65_536, 2, 'password', 'diffsalt', 'bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c'],
] as const;

describe('Argon2id', () => {
  it.each(published)(
    'gives the published answer at m=%d, t=%d, by either implementation',
    async (memory, passes, password, salt, tag) => {
      const parameters = { memory, passes, parallelism: 1 };
      for (const hash of [wasmArgon2id, await native()]) {
        expect((await hash(password, Buffer.from(salt), parameters)).toString('hex')).toBe(tag);
      }
    },
  );

  it('gives the same answer by either implementation, for any password', async () => {
    const hash = await native();
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme' }),
        fc.uint8Array({ minLength: 8, maxLength: 32 }),
        async (password, salt) => {
          expect(await wasmArgon2id(password, salt, cheap)).toEqual(await hash(password, salt, cheap));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is native where the binary is', async () => {
    expect(await argon2Provider()).toBe('native');
  });
});

describe('verifyPassword', () => {
  it('knows the password of a hash, and no other, whichever implementation made it', async () => {
    const phc = await hashPassword('Correct-horse-1', cheap, wasmArgon2id);
    expect(phc).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    expect(await verifyPassword('Correct-horse-1', phc, await native())).toBe(true);
    expect(await verifyPassword('correct-horse-1', phc)).toBe(false);
  });

  it('answers false to what is no hash', async () => {
    await fc.assert(fc.asyncProperty(fc.string(), async (phc) => !(await verifyPassword('x', phc))));
  });

  it('does not try a hash that asks for more than a function has', async () => {
    const phc = await hashPassword('x', cheap);
    expect(await verifyPassword('x', phc.replace('m=64', 'm=67108864'))).toBe(false);
    expect(await verifyPassword('x', phc.replace('t=1', 't=4096'))).toBe(false);
  });
});

describe('isOutdated', () => {
  it('is true once memory or passes have risen above those of the hash', async () => {
    const phc = await hashPassword('x', cheap);
    expect(isOutdated(phc, cheap)).toBe(false);
    expect(isOutdated(phc, { ...cheap, passes: 2 })).toBe(true);
    expect(isOutdated(phc, defaultParameters)).toBe(true);
  });
});
