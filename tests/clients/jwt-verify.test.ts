import { readFileSync } from 'node:fs';
import { JwtVerifier } from 'aws-jwt-verify';
import { validateCognitoJwtFields } from 'aws-jwt-verify/cognito-verifier';
import { SimpleFetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { makeOAuthApp, newTokens } from '#tests/support/oauth.ts';
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

describe('aws-jwt-verify over HTTPS', () => {
  // It fetches the keys itself. Elsewhere than on a laptop it needs no authority.
  const verifierFor = (poolId: string, tokenUse: 'access' | 'id', clientId: string) => {
    const { endpoint, https } = stack();
    const ca = readFileSync(https?.certificateAuthority ?? '');
    return JwtVerifier.create(
      {
        issuer: `${endpoint}/${poolId}`,
        audience: null,
        jwksUri: `${https?.endpoint}/${poolId}/.well-known/jwks.json`,
        customJwtCheck: ({ payload }) => validateCognitoJwtFields(payload, { tokenUse, clientId }),
      },
      { jwksCache: new SimpleJwksCache({ fetcher: new SimpleFetcher({ defaultRequestOptions: { ca } }) }) },
    );
  };

  it('verifies both tokens of a sign-in on the pages, and the client that they are for', async () => {
    const app = await makeOAuthApp();
    const { poolId, clientId } = app;
    const tokens = await newTokens(app, 'openid email');
    const scope = 'openid email';
    expect(await verifierFor(poolId, 'access', clientId).verify(tokens.access_token)).toMatchObject({ scope });
    expect(await verifierFor(poolId, 'id', clientId).verify(tokens.id_token)).toMatchObject({ sub: app.user.sub });

    await expect(verifierFor(poolId, 'access', 'another').verify(tokens.access_token)).rejects.toThrow('Client ID');
    await expect(verifierFor(poolId, 'access', clientId).verify(tokens.id_token)).rejects.toThrow('Token use');
  });
});
