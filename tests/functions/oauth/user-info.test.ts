import { AdminUserGlobalSignOutCommand, DeleteUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { askHost } from '#tests/support/discovery.ts';
import { aPrefix, createDomain, hostOf } from '#tests/support/domains.ts';
import { makeOAuthApp, newTokens, type OAuthApp, postForm } from '#tests/support/oauth.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';

const path = '/oauth2/userInfo';

const ask = async (token: string, { ahead = 0, method = 'GET' } = {}) => {
  const answer = await fetch(`${stack().endpoint}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(ahead !== 0 && { 'x-gatehouse-clock': String(Date.now() + ahead) }),
    },
  });
  return { status: answer.status, text: await answer.text(), challenge: answer.headers.get('www-authenticate') };
};

const badToken = {
  status: 401,
  text: '',
  challenge:
    'Bearer error="invalid_token", error_description="Access token is expired, disabled, or deleted, or the user has globally signed out."',
};

const badRequest = {
  status: 400,
  text: '',
  challenge: 'Bearer error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"',
};

describe('the userInfo endpoint', () => {
  let app: OAuthApp;

  beforeAll(async () => {
    app = await makeOAuthApp();
    const attributes = [
      { Name: 'phone_number', Value: '+14155550100' },
      { Name: 'given_name', Value: 'Ada' },
      { Name: 'address', Value: '1 Main Street' },
    ];
    app = { ...app, user: await makeUser(app, { attributes }) };
  });

  const infoFor = async (scope: string) => JSON.parse((await ask((await newTokens(app, scope)).access_token)).text);

  it('tells everything that the client may read for openid alone, each value as text', async () => {
    const { sub, username, email } = app.user;
    expect(await infoFor('openid')).toEqual({
      sub,
      username,
      email,
      email_verified: 'true',
      phone_number: '+14155550100',
      given_name: 'Ada',
      address: '1 Main Street',
    });
  });

  it('tells what the scopes stand for', async () => {
    const { sub, username, email } = app.user;
    expect(await infoFor('openid email')).toEqual({ sub, username, email, email_verified: 'true' });
    expect(await infoFor('openid phone')).toEqual({ sub, username, phone_number: '+14155550100' });
    expect(await infoFor('openid profile')).toEqual({ sub, username, given_name: 'Ada' });
  });

  it('tells nothing that the client may not read', async () => {
    const reader = await makeOAuthApp({ ReadAttributes: ['given_name'] });
    const info = JSON.parse((await ask((await newTokens(reader)).access_token)).text);
    expect(info).toEqual({ sub: reader.user.sub, username: reader.user.username });
  });

  it('takes the token by POST, in the header or in a form', async () => {
    const { access_token } = await newTokens(app);
    const [byHeader, byForm] = [await ask(access_token, { method: 'POST' }), await postForm(path, { access_token })];
    expect(JSON.parse(byHeader.text)).toMatchObject({ sub: app.user.sub });
    expect(byForm.status).toBe(200);
    expect(JSON.parse(await byForm.text())).toMatchObject({ sub: app.user.sub });
    expect(byForm.headers.get('cache-control')).toContain('no-store');
  });

  it('may be asked from pages of any origin', async () => {
    const { access_token } = await newTokens(app);
    const headers = { authorization: `Bearer ${access_token}`, origin: 'https://app.example.com' };
    const answer = await fetch(`${stack().endpoint}${path}`, { headers });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
  });

  it('refuses tokens of the API and others without openid', async () => {
    const { AccessToken = '' } = await signIn(app, app.user);
    const { access_token } = await newTokens(app, 'aws.cognito.signin.user.admin');
    for (const token of [AccessToken, access_token]) {
      expect(await ask(token)).toEqual({
        ...badToken,
        challenge: 'Bearer error="invalid_token", error_description="Access token does not contain openid scope"',
      });
    }
  });

  it('refuses tokens that are over, of another kind, or no tokens', async () => {
    const { access_token, id_token, refresh_token } = await newTokens(app);
    expect(await ask(access_token, { ahead: 2 * 3_600_000 })).toEqual(badToken);
    for (const token of [id_token, refresh_token, 'a', 'a.b.c', `${access_token}x`]) {
      expect(await ask(token)).toEqual(badToken);
    }
    await postForm('/oauth2/revoke', { client_id: app.clientId, token: refresh_token });
    expect(await ask(access_token)).toEqual(badToken);
  });

  it('refuses tokens of a user who signed out everywhere, and of a client that is gone', async () => {
    const left = await makeOAuthApp();
    const { access_token } = await newTokens(left);
    const ids = { UserPoolId: left.poolId, Username: left.user.username };
    await adminClient().send(new AdminUserGlobalSignOutCommand(ids));
    expect(await ask(access_token)).toEqual(badToken);
    const gone = await makeOAuthApp();
    const tokens = await newTokens(gone);
    const { poolId: UserPoolId, clientId: ClientId } = gone;
    await adminClient().send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
    expect(await ask(tokens.access_token)).toEqual(badToken);
  });

  it('refuses a request without a token, and one with two', async () => {
    const { access_token } = await newTokens(app);
    const answer = await fetch(`${stack().endpoint}${path}`);
    const got = { status: answer.status, text: await answer.text(), challenge: answer.headers.get('www-authenticate') };
    expect(got).toEqual(badRequest);
    expect(await ask('')).toEqual(badRequest);
    expect(await ask('two tokens')).toEqual(badRequest);
    const twice = await postForm(path, { access_token }, { headers: { authorization: `Bearer ${access_token}` } });
    expect(twice.status).toBe(400);
    const inQuery = await fetch(`${stack().endpoint}${path}?access_token=${access_token}`);
    expect(inQuery.status).toBe(400);
    const empty = await postForm(path, {});
    expect(empty.status).toBe(400);
  });

  it('knows at the domain of a pool only tokens of that pool', async () => {
    const { access_token } = await newTokens(app);
    const other = await makePool();
    const [own, foreign] = [aPrefix(), aPrefix()];
    await createDomain(app.poolId, own);
    await createDomain(other.poolId, foreign);
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await askHost(hostOf(own), path, 'GET', { headers })).status).toBe(200);
    expect((await askHost(hostOf(foreign), path, 'GET', { headers })).status).toBe(401);
  });
});
