import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makeOAuthApp, newTokens, type OAuthApp, postForm } from '#tests/support/oauth.ts';
import { makeClient, makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';

const revoke = async (fields: Readonly<Record<string, string>>) => {
  const answer = await postForm('/oauth2/revoke', fields);
  return [answer.status, await answer.text()];
};

const revoked = [200, ''];

describe('the revocation endpoint', () => {
  let app: OAuthApp;

  beforeAll(async () => {
    app = await makeOAuthApp();
  });

  it('ends a refresh token with all tokens that came from it, and no others', async () => {
    const scope = 'openid aws.cognito.signin.user.admin';
    const [tokens, others] = [await newTokens(app, scope), await newTokens(app, scope)];
    expect(await revoke({ client_id: app.clientId, token: tokens.refresh_token })).toEqual(revoked);

    const refresh = (refresh_token: string) =>
      postForm('/oauth2/token', { grant_type: 'refresh_token', client_id: app.clientId, refresh_token });
    const refused = await refresh(tokens.refresh_token);
    expect([refused.status, await refused.text()]).toEqual([400, '{"error":"invalid_grant"}']);
    expect((await refresh(others.refresh_token)).status).toBe(200);
    const getUser = (AccessToken: string) => publicClient().send(new GetUserCommand({ AccessToken }));
    await expect(getUser(tokens.access_token)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(getUser(others.access_token)).resolves.toBeDefined();
  });

  it('ends refresh tokens of sign-ins through the API, of a client that proves itself', async () => {
    const pool = await makePool({}, { GenerateSecret: true });
    const { RefreshToken: token = '', AccessToken } = await signIn(pool, await makeUser(pool));
    const client = { client_id: pool.clientId, client_secret: pool.clientSecret ?? '' };
    expect(await revoke({ ...client, token, token_type_hint: 'access_token' })).toEqual(revoked);
    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    });
  });

  it('ends a sign-in as a whole, also by a refresh token that was rotated', async () => {
    const rotating = await makeOAuthApp({
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    });
    const { refresh_token: first } = await newTokens(rotating);
    const refresh = async (refresh_token: string) => {
      const fields = { grant_type: 'refresh_token', client_id: rotating.clientId, refresh_token };
      const answer = await postForm('/oauth2/token', fields);
      return { status: answer.status, next: JSON.parse(await answer.text()).refresh_token };
    };
    const { next } = await refresh(first);
    expect(await revoke({ client_id: rotating.clientId, token: first })).toEqual(revoked);
    expect((await refresh(next)).status).toBe(400);
  });

  it('has nothing against a token that is unknown or over', async () => {
    const { refresh_token: token } = await newTokens(app);
    for (const one of [token, token, 'anything', 'a.b.c.d.e', '.']) {
      expect(await revoke({ client_id: app.clientId, token: one })).toEqual(revoked);
    }
  });

  it('tells in its headers that nobody is to store the answer', async () => {
    const { headers } = await postForm('/oauth2/revoke', { client_id: app.clientId, token: 'anything' });
    expect(headers.get('cache-control')).toContain('no-store');
  });

  it('may be called from pages of any origin', async () => {
    const origin = 'https://app.example.com';
    const asked = { headers: { origin } };
    const { headers } = await postForm('/oauth2/revoke', { client_id: app.clientId, token: 'anything' }, asked);
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  it('refuses access and ID tokens, which can not be revoked by themselves', async () => {
    const { access_token, id_token } = await newTokens(app);
    for (const token of [access_token, id_token]) {
      expect(await revoke({ client_id: app.clientId, token })).toEqual([400, '{"error":"unsupported_token_type"}']);
    }
  });

  it('refuses the token of another client, which stays good', async () => {
    const { refresh_token: token } = await newTokens(app);
    const { clientId: client_id } = await makeClient(app.poolId);
    expect(await revoke({ client_id, token })).toEqual([400, '{"error":"invalid_grant"}']);
    const fields = { grant_type: 'refresh_token', client_id: app.clientId, refresh_token: token };
    expect((await postForm('/oauth2/token', fields)).status).toBe(200);
  });

  it('refuses a client whose tokens can not be revoked', async () => {
    const other = await makeOAuthApp({ EnableTokenRevocation: false });
    const { refresh_token: token } = await newTokens(other);
    expect(await revoke({ client_id: other.clientId, token })).toEqual([400, '{"error":"invalid_request"}']);
  });

  it('refuses a client that does not prove itself, and a request without a token', async () => {
    const [status, body] = await revoke({ client_id: 'nobody', token: 'anything' });
    expect([status, body]).toEqual([401, '{"error":"invalid_client"}']);
    for (const fields of [{ client_id: app.clientId }, { token: 'anything' }, {}]) {
      expect(await revoke(fields)).toEqual([400, expect.stringContaining('"error":"invalid_request"')]);
    }
    const twice = `client_id=${app.clientId}&token=a&token=b`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(`${stack().endpoint}/oauth2/revoke`, { method: 'POST', body: twice, headers });
    expect(answer.status).toBe(400);
  });

  it('takes posted forms alone', async () => {
    const url = `${stack().endpoint}/oauth2/revoke`;
    const got = await fetch(`${url}?client_id=${app.clientId}&token=anything`);
    expect([got.status, await got.text(), got.headers.get('allow')]).toEqual([405, '', 'POST']);
    const body = JSON.stringify({ client_id: app.clientId, token: 'anything' });
    const posted = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect(posted.status).toBe(400);
  });
});
