import { pbkdf2Sync, scryptSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wasmArgon2 } from '#shared/domain/passwords/argon2-wasm.ts';
import { toFirebaseScryptHash } from '#shared/domain/passwords/firebase-scrypt-hash.ts';
import { findNativeArgon2, isOutdated, reasonAgainstHash, verifyPassword } from '#shared/domain/passwords/hash.ts';
import { toBase64 } from '#shared/domain/passwords/password-hash.ts';
import { toPbkdf2Hash } from '#shared/domain/passwords/pbkdf2-hash.ts';
import { took } from '#tests/support/durations.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

const scrypt = (ln: number, r: number, p: number, salt: string, hash: string): string =>
  `$scrypt$ln=${ln},r=${r},p=${p}$${toBase64(Buffer.from(salt))}$${toBase64(hex(hash))}`;

// The parameters and the user from the documentation of Firebase's scrypt.
const firebase = toFirebaseScryptHash(
  {
    signerKey: Buffer.from(
      'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
      'base64',
    ),
    saltSeparator: Buffer.from('Bw==', 'base64'),
    rounds: 8,
    memoryCost: 14,
  },
  Buffer.from('42xEC+ixf3L2lw==', 'base64'),
  Buffer.from('lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==', 'base64'),
);

const published: readonly (readonly [source: string, password: string, hash: string])[] = [
  ['bcrypt, empty', '', '$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.'],
  ['bcrypt', 'a', '$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe'],
  ['bcrypt', 'abc', '$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i'],
  ['bcrypt of PHP', 'rasmuslerdorf', '$2y$07$BCryptRequires22Chrcte/VlQH0piJtjXl.0t1XkA8pw9dMXTpOq'],
  ['bcrypt of a Unix', 'pässwörd-ключ', '$2b$05$abcdefghijklmnopqrstuufZGjy6yV9HY0v6cBZ6Tlp2tGBbPOTja'],
  [
    'RFC 7914, section 12',
    'password',
    scrypt(
      10,
      8,
      16,
      'NaCl',
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162' +
        '2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
    ),
  ],
  [
    'RFC 7914, section 12',
    'pleaseletmein',
    scrypt(
      14,
      8,
      1,
      'SodiumChloride',
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2' +
        'd5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
    ),
  ],
  [
    'RFC 7914, section 11',
    'passwd',
    toPbkdf2Hash(
      'sha256',
      1,
      Buffer.from('salt'),
      hex(
        '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc' +
          '49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
      ),
    ),
  ],
  [
    'RFC 6070, section 2',
    'password',
    toPbkdf2Hash('sha1', 4096, Buffer.from('salt'), hex('4b007901b765489abead49d926f721d065a429c1')),
  ],
  [
    'a Keycloak user',
    'admin',
    '$pbkdf2-sha256$i=27500$x/bm4Y3DcuV9eU97ervkPA$1u7BLvfSPxQFpwc5jpGSA+88EGl9pZYKhaZ8YPIu9N4',
  ],
  ['the Firebase scrypt documentation', 'user1password', firebase],
  [
    'the Argon2 reference, argon2i',
    'password',
    `$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$${toBase64(hex('c1628832147d9720c5bd1cfd61367078729f6dfb6f8fea9ff98158e0d7816ed0'))}`,
  ],
  ['argon2i with a short tag', 'test', '$argon2i$v=19$m=16,t=2,p=1$bGJRWThNOHJJTVBSdHl2dQ$NfEnUOuUpb7F2fQkgFUG4g'],
  [
    'argon2id with lanes',
    'test',
    '$argon2id$v=19$m=32,t=3,p=2$SFVpOWJ0eXhjRzVkdGN1RQ$RXnb8rh7LaDcn07xsssqqulZYXOM/EUCEFMVcAcyYVk',
  ],
];

// Cheap ones of every form, all of the password "x".
const salt = Buffer.from('a salt of sixteen');
const forms = [
  toPbkdf2Hash('sha512', 2, salt, pbkdf2Sync('x', salt, 2, 64, 'sha512')),
  toPbkdf2Hash('sha256', 2, salt, pbkdf2Sync('x', salt, 2, 32, 'sha256')),
  `$scrypt$ln=2,r=1,p=1$${toBase64(salt)}$${toBase64(scryptSync('x', salt, 32, { N: 4, r: 1, p: 1 }))}`,
  '$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$UUVBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE',
  firebase.replace('ln=14', 'ln=1'),
  '$2b$04$abcdefghijklmnopqrstuuPp7HPfoAs8I2dCQCQ/fW7zEJv8I8C8e',
];

describe('a hash from elsewhere', () => {
  it.each(published)('is that of its password, as published: %s', async (_source, password, hash) => {
    expect(reasonAgainstHash(hash)).toBeUndefined();
    expect(await verifyPassword(password, hash)).toBe(true);
    expect(await verifyPassword(`${password}.`, hash)).toBe(false);
    expect(isOutdated(hash, { memory: 64, passes: 2, parallelism: 1 })).toBe(true);
  });

  it('of PBKDF2 or scrypt is checked for any password, salt, length and cost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme' }),
        fc.uint8Array({ maxLength: 128 }),
        fc.integer({ min: 16, max: 128 }),
        fc.integer({ min: 1, max: 20 }),
        async (password, bytes, length, cost) => {
          const derived = pbkdf2Sync(password, bytes, cost, length, 'sha512');
          expect(await verifyPassword(password, toPbkdf2Hash('sha512', cost, bytes, derived))).toBe(true);
          const N = 2 ** (1 + (cost % 6));
          const stretched = scryptSync(password, bytes, length, { N, r: cost, p: 1 });
          const text = `$scrypt$ln=${Math.log2(N)},r=${cost},p=1$${toBase64(bytes)}$${toBase64(stretched)}`;
          expect(await verifyPassword(password, text)).toBe(true);
          expect(await verifyPassword(`${password}x`, text)).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of either other variant of Argon2 is the same by either implementation', async () => {
    const native = await findNativeArgon2();
    if (!native) throw new Error('The native Argon2 is missing on this machine.');
    await fc.assert(
      fc.asyncProperty(
        fc.string(),
        fc.uint8Array({ minLength: 8, maxLength: 32 }),
        fc.integer({ min: 16, max: 64 }),
        fc.constantFrom('argon2d' as const, 'argon2i' as const),
        async (password, bytes, tagBytes, variant) => {
          const given = { memory: 32, passes: 2, parallelism: 2, tagBytes, variant };
          expect(await wasmArgon2(password, bytes, given)).toEqual(await native(password, bytes, given));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('that is damaged anywhere is refused or checked, and nothing worse comes of it', async () => {
    const damaged = fc
      .constantFrom(...forms)
      .chain((hash) =>
        fc
          .tuple(fc.nat(hash.length - 1), fc.string({ minLength: 0, maxLength: 2 }))
          .map(([at, put]) => hash.slice(0, at) + put + hash.slice(at + 1)),
      );
    await fc.assert(
      fc.asyncProperty(damaged, async (text) => {
        const isRight = await verifyPassword('x', text);
        expect(isRight && reasonAgainstHash(text) !== undefined).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('that is none is refused, and is that of no password', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string(),
        fc.constantFrom('', '$2b$', '$scrypt$', '$pbkdf2-', '$argon2'),
        async (text, form) => {
          expect(reasonAgainstHash(form + text)).toMatch(/\.$/);
          expect(await verifyPassword('x', form + text)).toBe(false);
        },
      ),
    );
  });

  it.each([
    ['scrypt', scrypt(16, 1, 1, 'salt', 'aa'.repeat(32))],
    ['Firebase scrypt', firebase.replace('ln=14,r=8', 'ln=17,r=1')],
  ])('of %s whose N is more than its blocks allow is none', async (_form, hash) => {
    expect(reasonAgainstHash(hash)).toMatch(/is not in the form of/);
    expect(await verifyPassword('x', hash)).toBe(false);
  });

  it.each([
    ['bcrypt of a cost of 16', `$2b$16$${'a'.repeat(53)}`],
    ['scrypt of a gigabyte', scrypt(20, 8, 1, 'salt', 'aa'.repeat(32))],
    ['scrypt of a thousand lanes', scrypt(14, 8, 1000, 'salt', 'aa'.repeat(32))],
    ['scrypt of two, in a million blocks', scrypt(1, 16_384, 64, 'salt', 'aa'.repeat(32))],
    ['PBKDF2 of a hundred million', toPbkdf2Hash('sha256', 100_000_000, Buffer.from('salt'), Buffer.alloc(32))],
    ['PBKDF2 of many blocks', toPbkdf2Hash('sha1', 2_000_000, Buffer.from('salt'), Buffer.alloc(128))],
    ['Firebase scrypt of a gigabyte', firebase.replace('ln=14', 'ln=20')],
    ['Argon2 of a gigabyte', `$argon2id$v=19$m=1048576,t=1,p=1$c29tZXNhbHQ$${'A'.repeat(43)}`],
    ['Argon2 of many passes over much', `$argon2id$v=19$m=262144,t=64,p=1$c29tZXNhbHQ$${'A'.repeat(43)}`],
  ])('that would take too long is refused and not tried: %s', async (_what, hash) => {
    expect(reasonAgainstHash(hash)).toMatch(/asks for more than is given to one: .*\.$/);
    // To try it takes most of a second on any machine. One that is busy may be so once, but not each time.
    const times: number[] = [];
    for (let turn = 0; turn < 5; turn++) {
      times.push(await took(async () => expect(await verifyPassword('x', hash)).toBe(false)));
    }
    expect(Math.min(...times)).toBeLessThan(50);
  });

  it('of an earlier version of Argon2, or a broken bcrypt, is refused', () => {
    expect(reasonAgainstHash('$argon2id$m=64,t=1,p=1$c29tZXNhbHQ$UUVBQUFBQUFBQUFBQUFBQQ')).toMatch(/version 19/);
    expect(reasonAgainstHash('$2x$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkY8jIucDrjc8deX1s.')).toMatch(/bcrypt/);
  });
});
