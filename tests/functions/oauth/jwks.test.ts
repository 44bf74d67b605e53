import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { askHost, fetchKeys, get } from '#tests/support/discovery.ts';
import { aPrefix, createDomain, deleteDomain, hostOf } from '#tests/support/domains.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';

describe('jwks.json', () => {
  it('publishes the two keys of a pool', async () => {
    const { poolId } = await makePool();

    const keys = await fetchKeys(poolId);

    expect(keys).toHaveLength(2);
    for (const key of keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
      expect(key).toMatchObject({ alg: 'RS256', kty: 'RSA', use: 'sig', e: 'AQAB', kid: expect.stringMatching(/=$/) });
    }
  });

  it('has the keys of both tokens, which are two', async () => {
    const pool = await makePool();
    const { AccessToken, IdToken } = await signIn(pool, await makeUser(pool));

    const keys = createRemoteJWKSet(new URL(`${stack().endpoint}/${pool.poolId}/.well-known/jwks.json`));

    const issuer = `${stack().endpoint}/${pool.poolId}`;
    await expect(jwtVerify(AccessToken, keys, { issuer })).resolves.toBeDefined();
    await expect(jwtVerify(IdToken, keys, { issuer, audience: pool.clientId })).resolves.toBeDefined();
    expect(decodeProtectedHeader(AccessToken).kid).not.toBe(decodeProtectedHeader(IdToken).kid);
  });

  it('may be cached, and read by pages of any origin', async () => {
    const { poolId } = await makePool();

    const { status, headers } = await fetch(`${stack().endpoint}/${poolId}/.well-known/jwks.json`, {
      headers: { origin: 'https://app.example.com' },
    });

    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json\b/);
    expect(headers.get('cache-control')).toBe('public, max-age=300, stale-while-revalidate=3600');
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  it('is the same at a domain of the pool', async () => {
    const { poolId } = await makePool();
    const prefix = aPrefix();
    await createDomain(poolId, prefix);

    const { status, headers, body } = await askHost(hostOf(prefix), '/.well-known/jwks.json');

    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('public, max-age=300, stale-while-revalidate=3600');
    expect(JSON.parse(body)).toEqual({ keys: await fetchKeys(poolId) });
  });

  it('is no longer at a domain that was deleted', async () => {
    const { poolId } = await makePool();
    const prefix = aPrefix();
    await createDomain(poolId, prefix);
    expect(await askHost(hostOf(prefix), '/.well-known/jwks.json')).toMatchObject({ status: 200 });
    await deleteDomain(poolId, prefix);

    expect(await askHost(hostOf(prefix), '/.well-known/jwks.json')).toMatchObject({ status: 404 });
  });

  it('may be asked for its headers alone', async () => {
    const { poolId } = await makePool();
    const prefix = aPrefix();
    await createDomain(poolId, prefix);

    for (const [host, path] of [
      [new URL(stack().endpoint).host, `/${poolId}/.well-known/jwks.json`],
      [hostOf(prefix), '/.well-known/jwks.json'],
    ] as const)
      expect(await askHost(host, path, 'HEAD')).toMatchObject({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: '',
      });
  });

  it('answers 404 for a pool that is not there', async () => {
    const answer = await get('/us-east-1_nobody/.well-known/jwks.json');

    expect(answer.status).toBe(404);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({ message: 'User pool us-east-1_nobody does not exist.' });
  });

  it('answers 404 for whatever else stands in the place of a pool', async () => {
    for (const path of ['/%00/.well-known/jwks.json', `/${'a'.repeat(3000)}/.well-known/jwks.json`]) {
      expect((await get(path)).status).toBe(404);
    }
  });
});
