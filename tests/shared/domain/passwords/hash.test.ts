import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Argon2 } from '#shared/domain/passwords/argon2.ts';
import { wasmArgon2 } from '#shared/domain/passwords/argon2-wasm.ts';
import {
  argon2Provider,
  defaultParameters,
  findNativeArgon2,
  hashPassword,
  isOutdated,
  verifyPassword,
} from '#shared/domain/passwords/hash.ts';

const cheap = { memory: 64, passes: 1, parallelism: 1 };

const native = async (): Promise<Argon2> => {
  const found = await findNativeArgon2();
  if (!found) throw new Error('The native Argon2 is missing on this machine.');
  return found;
};

// Answers from the reference implementation's own tests, phc-winner-argon2 test.c, version 0x13.
const published = [
  [65_536, 2, 1, 'password', 'somesalt', '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7'],
  [256, 2, 2, 'password', 'somesalt', '6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037'],
  [256, 2, 1, 'password', 'somesalt', '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe'],
  [65_536, 1, 1, 'password', 'somesalt', 'f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98'],
  [65_536, 2, 1, 'differentpassword', 'somesalt', '0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde'],
  [65_536, 2, 1, 'password', 'diffsalt', 'bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c'],
] as const;

describe('Argon2id', () => {
  it.each(published)(
    'gives the published answer at m=%d, t=%d, p=%d, by either implementation',
    async (memory, passes, parallelism, password, salt, tag) => {
      const parameters = { memory, passes, parallelism };
      for (const hash of [wasmArgon2, await native()]) {
        expect((await hash(password, Buffer.from(salt), parameters)).toString('hex')).toBe(tag);
      }
    },
  );

  it('gives the same answer by either implementation, for any password', async () => {
    const hash = await native();
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('\0', '\ud800', '\udc00')) }),
        fc.uint8Array({ minLength: 8, maxLength: 32 }),
        async (password, salt) => {
          expect(await wasmArgon2(password, salt, cheap)).toEqual(await hash(password, salt, cheap));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('hashes the bytes of the text as it is given, without composing letters and marks', async () => {
    const salt = Buffer.from('somesalt');
    for (const hash of [wasmArgon2, await native()]) {
      expect(await hash('\u00e9', salt, cheap)).not.toEqual(await hash('e\u0301', salt, cheap));
    }
  });

  it('keeps passwords apart that WebAssembly hashes at the same time, at different costs', async () => {
    const hash = await native();
    const salt = Buffer.from('somesalt');
    const costs = [
      { memory: 8192, passes: 1, parallelism: 1 },
      { memory: 64, passes: 3, parallelism: 1 },
      { memory: 19_456, passes: 2, parallelism: 1 },
      { memory: 64, passes: 1, parallelism: 4 },
    ];
    const jobs = costs.flatMap((cost) => ['a', 'b'].map((password) => [password, salt, cost] as const));
    const found = await Promise.all(jobs.map((job) => wasmArgon2(...job)));
    expect(found).toEqual(await Promise.all(jobs.map((job) => hash(...job))));
  });

  it('is native where the binary is', async () => {
    expect(await argon2Provider()).toBe('native');
  });
});

describe('verifyPassword', () => {
  it('knows the password of a hash, and no other, whichever implementation made it', async () => {
    const phc = await hashPassword('Correct-horse-1', cheap, wasmArgon2);
    expect(phc).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    expect(await verifyPassword('Correct-horse-1', phc, await native())).toBe(true);
    expect(await verifyPassword('correct-horse-1', phc)).toBe(false);
  });

  it('answers false to what is no hash', async () => {
    await fc.assert(fc.asyncProperty(fc.string(), async (phc) => !(await verifyPassword('x', phc))));
  });

  it('answers false to a hash that is damaged or of another kind', async () => {
    const phc = await hashPassword('x', cheap);
    const damaged = [
      phc.slice(0, -1),
      `${phc}A`,
      `${phc}\n`,
      ` ${phc}`,
      phc.replace('argon2id', 'argon2i'),
      phc.replace('v=19', 'v=16'),
      phc.replace('$v=19', ''),
      phc.replace('m=64', 'm=0'),
      phc.replace('m=64', 'm=7'),
      phc.replace('m=64', 'm=-64'),
      phc.replace('m=64,t=1', 't=1,m=64'),
      phc.replace('t=1', 't=0'),
      phc.replace('p=1', 'p=0'),
      phc.replace(/\$[^$]*\$([^$]*)$/, '$c2hvcnQ$$$1'),
    ];
    for (const text of damaged) expect(await verifyPassword('x', text)).toBe(false);
  });

  it('does not try a hash that asks for more than a function has', async () => {
    const phc = await hashPassword('x', cheap);
    expect(await verifyPassword('x', phc.replace('m=64', 'm=67108864'))).toBe(false);
    expect(await verifyPassword('x', phc.replace('m=64', 'm=1048576'))).toBe(false);
    expect(await verifyPassword('x', phc.replace('t=1', 't=4096'))).toBe(false);
    expect(await verifyPassword('x', phc.replace('p=1', 'p=64'))).toBe(false);
  });
});

describe('isOutdated', () => {
  it('is true of what is no hash', () => {
    expect(isOutdated('', cheap)).toBe(true);
  });

  it('is true once a parameter has risen above those of the hash', async () => {
    const phc = await hashPassword('x', cheap);
    expect(isOutdated(phc, cheap)).toBe(false);
    expect(isOutdated(phc, { ...cheap, passes: 2 })).toBe(true);
    expect(isOutdated(phc, { ...cheap, parallelism: 2 })).toBe(true);
    expect(isOutdated(phc, defaultParameters)).toBe(true);
    expect(isOutdated(await hashPassword('x', { memory: 128, passes: 2, parallelism: 2 }), cheap)).toBe(false);
  });
});
