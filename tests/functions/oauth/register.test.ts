import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { authorizePath, newVerifier, postForm } from '#tests/support/oauth.ts';
import { makePool } from '#tests/support/pools.ts';
import {
  aClient,
  allowAt,
  api,
  apiScopes,
  askRegistration,
  clientCallback,
  makeOpenPool,
  type OpenPool,
  register,
} from '#tests/support/registration.ts';
import { stack } from '#tests/support/stack.ts';

let pool: OpenPool;

beforeAll(async () => {
  pool = await makeOpenPool();
});

const ask = (
  metadata: unknown,
  more: Parameters<typeof askRegistration>[2] = {},
  { poolId }: Pick<OpenPool, 'poolId'> = pool,
) => askRegistration(`/${poolId}/oauth2/register`, metadata, more);

const errorOf = async (answer: Response): Promise<string> => {
  const { error } = JSON.parse(await answer.text());
  return `${answer.status} ${error}`;
};

describe('registration', () => {
  it('makes a client, and tells what is known of it and how to change that', async () => {
    const answer = await ask({ ...aClient, client_uri: 'https://agent.example.com', logo_uri: 'https://a.example/x' });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    const told = JSON.parse(await answer.text());
    expect(told).toEqual({
      client_id: expect.stringMatching(/^[a-z0-9]{26}$/),
      client_id_issued_at: expect.any(Number),
      client_name: 'Test agent',
      redirect_uris: [clientCallback],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      scope: `openid email phone profile ${apiScopes.read} ${apiScopes.write}`,
      client_uri: 'https://agent.example.com',
      registration_access_token: expect.stringMatching(/^[\w-]{43}$/),
      registration_client_uri: `${stack().endpoint}/${pool.poolId}/oauth2/register/${told.client_id}`,
    });
  });

  it('leads through sign-in and consent to tokens for a resource, which are refreshed', async () => {
    const { client_id } = await register(pool);
    const { verifier, challenge } = newVerifier();
    const query = {
      // Another port than the registered one.
      redirect_uri: 'http://localhost:41234/oauth/callback',
      scope: `${apiScopes.read} offline_access`,
      state: 'xyz',
      resource: api,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    };
    const url = authorizePath({ clientId: client_id }, query);
    const back = await allowAt(url, pool);
    expect(back.origin + back.pathname).toBe(query.redirect_uri);
    expect(back.searchParams.get('state')).toBe('xyz');
    expect(back.searchParams.get('iss')).toBe(`${stack().endpoint}/${pool.poolId}`);
    const answer = await postForm('/oauth2/token', {
      grant_type: 'authorization_code',
      client_id,
      code: back.searchParams.get('code') ?? '',
      redirect_uri: query.redirect_uri,
      code_verifier: verifier,
      resource: api,
    });
    const tokens = JSON.parse(await answer.text());
    expect(decodeJwt(tokens.access_token)).toMatchObject({ aud: api, client_id, scope: apiScopes.read });
    const again = await postForm('/oauth2/token', {
      grant_type: 'refresh_token',
      client_id,
      refresh_token: tokens.refresh_token,
      resource: api,
    });
    const refreshed = JSON.parse(await again.text());
    expect(decodeJwt(refreshed.access_token)).toMatchObject({ aud: api, client_id, scope: apiScopes.read });
    expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);
  });

  it('is closed where the pool is', async () => {
    expect(await errorOf(await ask(aClient, {}, await makePool()))).toBe('403 access_denied');
  });
});
