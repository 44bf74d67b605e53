import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { fetchKeys, get } from '#tests/support/discovery.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';

interface Key {
  readonly Kid: string;
  readonly Use: string;
  readonly SigningAlgorithm: string;
  readonly ActiveFrom: number;
  readonly PublishedUntil?: number;
}

const rotate = async (
  UserPoolId: string,
  options: { OverlapSeconds?: number; SigningAlgorithm?: string; ahead?: number } = {},
): Promise<Key[]> => {
  const { ahead = 0, ...rest } = options;
  const { SigningKeys } = await callOwn<{ SigningKeys: Key[] }>(
    'RotateSigningKeys',
    { UserPoolId, ...rest },
    { ahead },
  );
  return SigningKeys;
};

const algorithmsOf = async (poolId: string): Promise<unknown> => {
  const answer = await get(`/${poolId}/.well-known/openid-configuration`);
  return Object(await answer.json()).id_token_signing_alg_values_supported;
};

const hour = 3_600_000;
const day = 24 * hour;
const kidOf = (token: string): string | undefined => decodeProtectedHeader(token).kid;

describe('RotateSigningKeys', () => {
  it('publishes a new pair at once, which signs after the overlap', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const before = await fetchKeys(pool.poolId);

    const keys = await rotate(pool.poolId);

    expect((await fetchKeys(pool.poolId)).map(({ kid }) => kid).sort()).toEqual(keys.map(({ Kid }) => Kid).sort());
    const fresh = keys.filter(({ Kid }) => !before.some(({ kid }) => kid === Kid));
    expect(fresh.map(({ Use }) => Use).sort()).toEqual(['access', 'id']);
    for (const { ActiveFrom, PublishedUntil } of fresh) {
      expect(Math.abs(ActiveFrom * 1000 - (Date.now() + 2 * hour))).toBeLessThan(60_000);
      expect(PublishedUntil).toBeUndefined();
    }
    const old = (await signIn(pool, user)).AccessToken;
    expect(before.map(({ kid }) => kid)).toContain(kidOf(old));
    const { AccessToken, IdToken } = await signIn(pool, user, { ahead: 2 * hour + 60_000 });
    expect([kidOf(AccessToken), kidOf(IdToken)].sort()).toEqual(fresh.map(({ Kid }) => Kid).sort());
  });

  it('keeps old keys published until the last token that they signed has expired', async () => {
    const pool = await makePool({}, { AccessTokenValidity: 24 });
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);

    await rotate(pool.poolId, { OverlapSeconds: 60 });

    const later = publicClient({ ahead: day - 60_000 });
    await expect(later.send(new GetUserCommand({ AccessToken }))).resolves.toMatchObject({ Username: user.username });
    const kids = async (ahead: number) => (await fetchKeys(pool.poolId, { ahead })).map(({ kid }) => kid);
    expect(await kids(day)).toContain(kidOf(AccessToken));
    expect(await kids(day + hour)).not.toContain(kidOf(AccessToken));
    expect(await kids(day + hour)).toHaveLength(2);
  });

  it('forgets retired keys at the next rotation', async () => {
    const { poolId } = await makePool();
    await rotate(poolId, { OverlapSeconds: 0 });

    const keys = await rotate(poolId, { ahead: 2 * day });

    expect(keys).toHaveLength(4);
    expect(keys.filter(({ PublishedUntil }) => PublishedUntil === undefined)).toHaveLength(2);
  });

  it('waits until the keys of the last rotation sign', async () => {
    const { poolId } = await makePool();
    await rotate(poolId);

    await expect(rotate(poolId, { ahead: hour })).rejects.toMatchObject({ name: 'LimitExceededException' });
    await expect(rotate(poolId, { ahead: 3 * hour })).resolves.toHaveLength(6);
  });

  it('does not wait for them after a leak: keys that sign at once replace them', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const leaked = (await fetchKeys(pool.poolId)).map(({ kid }) => kid);
    const waiting = (await rotate(pool.poolId)).map(({ Kid }) => Kid).filter((kid) => !leaked.includes(kid));
    expect(waiting).toHaveLength(2);

    const kids = (await rotate(pool.poolId, { OverlapSeconds: 0 })).map(({ Kid }) => Kid);

    const fresh = kids.filter((kid) => !leaked.includes(kid));
    expect(fresh).toHaveLength(2);
    expect(kids.filter((kid) => waiting.includes(kid))).toEqual([]);
    expect((await fetchKeys(pool.poolId)).map(({ kid }) => kid).sort()).toEqual(kids.sort());
    expect(fresh).toContain(decodeProtectedHeader((await signIn(pool, user)).AccessToken).kid);
    // Nothing of the rotation that was replaced begins to sign later.
    const { AccessToken } = await signIn(pool, user, { ahead: 3 * hour });
    expect(fresh).toContain(decodeProtectedHeader(AccessToken).kid);
  });

  it('lets one of two at the same time through', async () => {
    const { poolId } = await makePool();

    const outcomes = await Promise.allSettled([rotate(poolId), rotate(poolId)]);

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await fetchKeys(poolId)).toHaveLength(4);
  });

  it('changes a pool to ES256, in which tokens of both kinds hold for a time', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const former = await signIn(pool, user);

    const keys = await rotate(pool.poolId, { SigningAlgorithm: 'ES256' });

    expect(keys.map(({ SigningAlgorithm }) => SigningAlgorithm).sort()).toEqual(['ES256', 'ES256', 'RS256', 'RS256']);
    expect((await fetchKeys(pool.poolId)).map(({ alg }) => alg)).toEqual(['RS256', 'RS256', 'ES256', 'ES256']);
    expect(await algorithmsOf(pool.poolId)).toEqual(['RS256', 'ES256']);
    expect(decodeProtectedHeader((await signIn(pool, user)).AccessToken).alg).toBe('RS256');

    const ahead = 2 * hour + 60_000;
    const { AccessToken, IdToken } = await signIn(pool, user, { ahead });
    const jwks = createRemoteJWKSet(new URL(`${stack().endpoint}/${pool.poolId}/.well-known/jwks.json`));
    for (const token of [AccessToken, IdToken]) {
      const options = { issuer: `${stack().endpoint}/${pool.poolId}`, currentDate: new Date(Date.now() + ahead) };
      expect((await jwtVerify(token, jwks, options)).protectedHeader.alg).toBe('ES256');
    }
    await expect(publicClient({ ahead }).send(new GetUserCommand({ AccessToken }))).resolves.toMatchObject({
      Username: user.username,
    });
    await expect(publicClient().send(new GetUserCommand({ AccessToken: former.AccessToken }))).resolves.toMatchObject({
      Username: user.username,
    });
  });

  it('stays with the algorithm of the pool, until another is named', async () => {
    const pool = await makePool();
    await rotate(pool.poolId, { SigningAlgorithm: 'ES256', OverlapSeconds: 0 });

    const second = await rotate(pool.poolId, { OverlapSeconds: 0, ahead: 2 * day });

    expect(second.map(({ SigningAlgorithm }) => SigningAlgorithm)).toEqual(['ES256', 'ES256', 'ES256', 'ES256']);
    expect(await algorithmsOf(pool.poolId)).toEqual(['ES256']);
    const third = await rotate(pool.poolId, { SigningAlgorithm: 'RS256', OverlapSeconds: 0, ahead: 2 * day + 60_000 });
    expect(third.filter(({ SigningAlgorithm }) => SigningAlgorithm === 'RS256')).toHaveLength(2);
    expect((await fetchKeys(pool.poolId, { ahead: 2 * day + 60_000 })).at(0)).toHaveProperty('alg', 'RS256');
  });

  it('refuses an algorithm that it does not have', async () => {
    const { poolId } = await makePool();
    for (const SigningAlgorithm of ['EdDSA', 'none', 'HS256', 'es256']) {
      await expect(rotate(poolId, { SigningAlgorithm })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
  });

  it('refuses an overlap in the past, and a pool that is not there', async () => {
    const { poolId } = await makePool();

    await expect(rotate(poolId, { OverlapSeconds: -1 })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(rotate('us-east-1_nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
