import { JwtVerifier } from 'aws-jwt-verify';
import { decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';

const isJwks = (value: unknown): value is Parameters<ReturnType<typeof JwtVerifier.create>['cacheJwks']>[0] =>
  typeof value === 'object' && value !== null && 'keys' in value;

const verifierOf = async (poolId: string, audience: string | null) => {
  const issuer = `${stack().endpoint}/${poolId}`;
  // By itself, it fetches keys only over HTTPS.
  const jwks: unknown = await (await fetch(`${issuer}/.well-known/jwks.json`)).json();
  if (!isJwks(jwks)) throw new Error('There are no keys.');
  const verifier = JwtVerifier.create({ issuer, audience, jwksUri: `https://example.com/${poolId}/jwks.json` });
  verifier.cacheJwks(jwks);
  return verifier;
};

describe('aws-jwt-verify', () => {
  it('verifies access and ID tokens with the published keys', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const { AccessToken, IdToken } = await signIn(pool, user);

    const access = await (await verifierOf(pool.poolId, null)).verify(AccessToken);
    const id = await (await verifierOf(pool.poolId, pool.clientId)).verify(IdToken);

    expect(access).toMatchObject({ sub: user.sub, token_use: 'access', client_id: pool.clientId });
    expect(id).toMatchObject({ sub: user.sub, token_use: 'id', aud: pool.clientId });
  });

  it('verifies tokens of a pool that signs with ES256', async () => {
    const pool = await makePool();
    await callOwn('RotateSigningKeys', {
      UserPoolId: pool.poolId,
      SigningAlgorithm: 'ES256',
      OverlapSeconds: 0,
    });
    const { AccessToken, IdToken } = await signIn(pool, await makeUser(pool));
    expect(decodeProtectedHeader(IdToken).alg).toBe('ES256');

    const verifier = await verifierOf(pool.poolId, null);

    expect(await verifier.verify(AccessToken)).toMatchObject({ token_use: 'access', client_id: pool.clientId });
    expect(await verifier.verify(IdToken)).toMatchObject({ token_use: 'id', aud: pool.clientId });
  });

  it('refuses a token of another pool', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    const { IdToken } = await signIn(pool, await makeUser(pool));
    const verifier = await verifierOf(other.poolId, null);
    await expect(verifier.verify(IdToken)).rejects.toThrow();
  });
});
