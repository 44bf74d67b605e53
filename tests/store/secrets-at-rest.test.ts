import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createVerifier } from '#shared/domain/srp/verifier.ts';
import { stack } from '#tests/support/stack.ts';
import { everyItem, type RawItem } from './every-item.ts';
import { travel } from './journey.ts';
import { codeLeaksOf, leaksOf, type Secret } from './leaks.ts';

// The object identifier of RSA, with the octets of a key after it, as in every RSA private key in clear: RFC 5208 section 5.
// In a certificate, bits follow.
const rsaPrivateKey: Secret = {
  name: 'an RSA private key',
  bytes: Buffer.from('06092a864886f70d01010105000482', 'hex'),
};

const text = (name: string, value: string): Secret => ({ name, bytes: Buffer.from(value) });

const saltOf = (items: readonly RawItem[], username: string): Buffer => {
  const item = items.find(({ pk, sk }) => pk?.S?.endsWith(`#${username}`) && sk?.S === 'U#PASSWORD');
  const salt = item?.data?.M?.srp?.M?.salt?.S;
  if (!salt) throw new Error('The user has no salt.');
  return Buffer.from(salt, 'hex');
};

describe('the store', () => {
  // Looks for each secret, in each form, in all that the other tests have left.
  it('holds no password, code, secret, token, verifier or private key in clear', async () => {
    const { pool, username, password, secrets, codes, deviceVerifier, seeds, bytes: imported } = await travel();
    const items = await everyItem();

    const poolName = pool.poolId.slice(pool.poolId.indexOf('_') + 1);
    const { verifier } = createVerifier({ poolName, userId: username, password, salt: saltOf(items, username) });
    const sought = [
      ...Object.entries(secrets).map(([name, value]) => text(name, value)),
      text('the access key of the tests', stack().secretAccessKey),
      { name: 'SRP verifier', bytes: verifier },
      { name: 'SRP verifier of a device', bytes: deviceVerifier },
      ...Object.entries(imported).map(([name, bytes]) => ({ name, bytes })),
      ...seeds.map((bytes) => ({ name: 'seed of an authenticator app', bytes })),
      rsaPrivateKey,
    ];
    expect(leaksOf(items, sought)).toEqual([]);
    const own = items.filter(({ pk }) => pk?.S?.includes(pool.poolId));
    expect(own.filter(({ type }) => type?.S === 'Code')).toHaveLength(3);
    expect(codeLeaksOf(own, codes)).toEqual([]);
  });
});

describe('the search for secrets', () => {
  const secret = Buffer.from('Correct-horse-in-clear-1');
  const item = (held: RawItem['data']): RawItem => ({
    pk: { S: 'USER#pool#ada' },
    sk: { S: 'U#PROFILE' },
    ...(held && { data: { M: { list: { L: [{ N: '1' }, { M: { held } }] } } } }),
  });
  const sealedBeside = Buffer.concat([Buffer.from([1, 2, 3, 255]), secret, Buffer.from([254])]);

  it.each<[string, RawItem['data']]>([
    ['text', { S: secret.toString() }],
    ['text in lower case within a text', { S: `password=${secret.toString().toLowerCase()};` }],
    ['hex', { S: secret.toString('hex') }],
    ['upper-case hex within a text', { S: `$1$${secret.toString('hex').toUpperCase()}$` }],
    ['base64', { S: secret.toString('base64') }],
    ['base64 of more than itself', { S: `data:${sealedBeside.toString('base64')}` }],
    ['base64url', { S: sealedBeside.toString('base64url') }],
    ['bytes', { B: sealedBeside }],
    ['a set of bytes', { BS: [sealedBeside] }],
    ['bytes of hex', { B: Buffer.from(secret.toString('hex')) }],
    ['a name', { M: { [secret.toString()]: { BOOL: true } } }],
  ])('finds one as %s', (_form, held) => {
    expect(leaksOf([item(held)], [{ name: 'password', bytes: secret }])).toEqual([
      'password in USER#pool#ada U#PROFILE',
    ]);
  });

  it('finds none where there is none', () => {
    const hidden = Buffer.from(secret.map((byte) => byte ^ 0x80));
    expect(leaksOf([item({ B: hidden })], [{ name: 'password', bytes: secret }])).toEqual([]);
  });

  it.each<[string, RawItem['data']]>([
    ['text', { S: '024680' }],
    ['a word', { S: 'code 024680.' }],
    ['bytes', { B: Buffer.from('024680') }],
    ['a digest without a key', { S: createHash('sha256').update('024680').digest('base64') }],
  ])('finds a code as %s', (_form, held) => {
    expect(codeLeaksOf([item(held)], ['024680'])).toHaveLength(1);
  });

  it('takes six digits of a longer word for chance', () => {
    expect(codeLeaksOf([item({ S: '1902468012345' })], ['024680'])).toEqual([]);
  });
});
