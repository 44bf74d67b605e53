import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Key, keys, lists, shardOf, shardsOf } from '#shared/data/keys.ts';
import { indexed } from '#shared/data/users/user-item.ts';
import { nameKey } from '#shared/domain/users/comparison.ts';
import { get } from '#tests/support/discovery.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { signUp } from '#tests/support/sign-up.ts';
import { stack } from '#tests/support/stack.ts';

const poolId = 'ap-southeast-2_Ab3dEf9hJ';
const bytes = (text: string): number => Buffer.byteLength(text);

// The compatibility forms that grow most, letters whose case changes length, parts of our own keys, and anything else.
const odd = fc.constantFrom(
  'ﷺ',
  'ΐ',
  'İ',
  'ß',
  'ẞ',
  'ς',
  '¨',
  '#',
  'sha256',
  'U#',
  '𝔘',
  '\u{1f468}\u200d\u{1f469}',
  '\ud800',
);
const name = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 128 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 128 }),
  fc.array(odd, { minLength: 1, maxLength: 128 }).map((parts) => parts.join('')),
  fc.tuple(odd, fc.integer({ min: 1, max: 5000 })).map(([part, times]) => part.repeat(times)),
);

const keysOf = (userKey: string): Key[] => [
  keys.user(poolId, userKey),
  keys.password(poolId, userKey),
  keys.failures(poolId, userKey, 'password'),
  keys.softwareToken(poolId, userKey),
  keys.recoveryCodes(poolId, userKey),
  keys.passkey(poolId, userKey, userKey),
  keys.device(poolId, userKey, userKey),
  keys.passwordHistory(poolId, userKey),
  keys.code(poolId, userKey, 'VERIFY_PHONE_NUMBER'),
  keys.customSignIn(poolId, userKey, '0a1b2c3d-0000-4000-8000-000000000000'),
  keys.askedDevice(poolId, userKey, 'c'.repeat(128), userKey),
  keys.limit(poolId, userKey, 'GetUserAttributeVerificationCode'),
  keys.family(poolId, userKey, '0a1b2c3d-0000-4000-8000-000000000000'),
  keys.session(poolId, userKey, 99),
  keys.owner(poolId, userKey, 'preferred_username'),
  keys.member(poolId, '0a1b2c3d-0000-4000-8000-000000000000', userKey),
];

describe('keys', () => {
  it('are within what DynamoDB takes, whatever the name', () => {
    fc.assert(
      fc.property(name, fc.boolean(), (given, caseSensitive) => {
        for (const { pk, sk } of keysOf(nameKey(given, caseSensitive))) {
          expect(bytes(pk)).toBeLessThanOrEqual(2048);
          expect(bytes(sk)).toBeLessThanOrEqual(1024);
        }
        expect(bytes(indexed(given))).toBeLessThanOrEqual(1024);
        expect(bytes(shardOf(poolId, given))).toBeLessThanOrEqual(2048);
      }),
    );
  });

  it('of two names are one partition only where the names are one', () => {
    const variant = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => text.toUpperCase(),
      (text) => text.toLowerCase(),
      (text) => text.normalize('NFD'),
      (text) => `${text}#`,
      (text) => keys.userPartition(poolId, text),
    );
    fc.assert(
      fc.property(name, fc.oneof(name, variant), fc.boolean(), (one, other, caseSensitive) => {
        const a = nameKey(one, caseSensitive);
        const b = nameKey(typeof other === 'string' ? other : other(one), caseSensitive);
        const isOne = Buffer.from(a).equals(Buffer.from(b));
        expect(keys.userPartition(poolId, a) === keys.userPartition(poolId, b)).toBe(isOne);
      }),
    );
  });

  it('are the same ones when they are made from what a key was cut to', () => {
    fc.assert(
      fc.property(name, (given) => {
        const cut = keys.userKeyIn(poolId, keys.user(poolId, given));
        expect(keysOf(cut)).toEqual(keysOf(given));
        expect(shardOf(poolId, cut)).toBe(shardOf(poolId, given));
      }),
    );
  });

  it('of two pools are never one partition', () => {
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(keys.userPartition('us-east-1_aaaaaaaaa', one)).not.toBe(
          keys.userPartition('us-east-1_aaaaaaaab', other),
        );
      }),
    );
  });

  it('stand for a digest only where a name is too long: no name that users can have looks like one', () => {
    const long = keys.userPartition(poolId, 'x'.repeat(513));
    expect(long).toMatch(/#sha256 [0-9a-f]{64}$/);
    // Only a compatibility form gives a space, and what follows it is never a hex digit.
    const wrong: string[] = [];
    for (let point = 0x21; point <= 0x10ffff; point++) {
      const character = String.fromCodePoint(point);
      if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]$/u.test(character)) continue;
      for (const caseSensitive of [true, false]) {
        if (/ (?:[0-9a-f]|$)/.test(nameKey(character, caseSensitive))) wrong.push(point.toString(16));
      }
    }
    expect(wrong).toEqual([]);
  });

  it('spread the users of a pool over all of its shards, and each user over one', () => {
    const found = new Set(Array.from({ length: 200 }, (_none, index) => shardOf(poolId, `user-${index}`)));
    expect([...found].sort()).toEqual(shardsOf(poolId));
    expect(shardOf(poolId, 'ada')).toBe(shardOf(poolId, 'ada'));
  });

  it('of different kinds are different', () => {
    const [, , , , , , , owner] = keysOf('ada');
    const all = [
      ...keysOf('ada'),
      keys.pool(poolId),
      keys.deletedPool(poolId),
      keys.signingKey(poolId, 'kid'),
      keys.appClient('client'),
      keys.accessKey('GATE'),
      keys.searchIndexing(poolId),
      keys.deploymentKey(),
    ];
    expect(new Set(all.map(({ pk, sk }) => `${pk} ${sk}`)).size).toBe(all.length);
    expect(owner?.pk).toBe(keys.user(poolId, 'ada').pk);
    expect(new Set([lists.pools, lists.deletedPools, lists.appClients(poolId)]).size).toBe(3);
  });
});

describe('names at their longest', () => {
  it('sign up, sign in and are found', async () => {
    const pool = await makePool({ UsernameConfiguration: { CaseSensitive: false } });
    for (const username of ['ﷺ'.repeat(128), 'ΐ'.repeat(128), '𝔘'.repeat(64)]) {
      await makeUser(pool, { username });
      await expect(signIn(pool, { username })).resolves.toBeDefined();
      await expect(signUp(pool, { username })).rejects.toThrow('User already exists');
    }
  });

  it('are answered as unknown where they are longer than any', async () => {
    const pool = await makePool({}, { PreventUserExistenceErrors: 'ENABLED' });
    const username = 'ﷺ'.repeat(10_000);
    await expect(signIn(pool, { username })).rejects.toThrow('Incorrect username or password.');
  });
});

describe('what comes into a key from outside', () => {
  it('is no pool where it is longer than a key', async () => {
    const { status } = await get(`/us-east-1_${'a'.repeat(3000)}/.well-known/jwks.json`);
    expect(status).toBe(404);
  });

  it('is no access key where it is longer than a key', async () => {
    const { endpoint } = stack();
    const scope = `${'A'.repeat(3000)}/20260101/us-east-1/cognito-idp/aws4_request`;
    const now = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.ListUserPools',
        'x-amz-date': now,
        authorization: `AWS4-HMAC-SHA256 Credential=${scope.replace('20260101', now.slice(0, 8))}, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=${'0'.repeat(64)}`,
      },
      body: '{"MaxResults":1}',
    });
    expect(answer.status).toBe(400);
    await expect(answer.json()).resolves.toMatchObject({ __type: 'UnrecognizedClientException' });
  });
});
