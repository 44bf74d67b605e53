import {
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  DeleteUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { assertionFields, makeKeyClient, newAssertion, newEcKeys } from '#tests/support/client-keys.ts';
import { adminClient } from '#tests/support/clients.ts';
import { getClientToken, makeMachine } from '#tests/support/machines.ts';
import { makeOAuthApp, newTokens, type OAuthApp, onPages, postForm } from '#tests/support/oauth.ts';
import { makeClient, makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { makeOpenPool, register } from '#tests/support/registration.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';

const minute = 60_000;
const hour = 60 * minute;
const inactive = { active: false };

const introspect = async ({ clientId, clientSecret = '' }: TestPool, token: string, ahead = 0) => {
  const fields = { client_id: clientId, client_secret: clientSecret, token };
  const answer = await postForm('/oauth2/introspect', fields, { ahead });
  expect(answer.status).toBe(200);
  return JSON.parse(await answer.text());
};

describe('the introspection endpoint', () => {
  let app: OAuthApp;
  let api: TestPool;

  beforeAll(async () => {
    app = await makeOAuthApp();
    api = { poolId: app.poolId, ...(await makeClient(app.poolId, { GenerateSecret: true })) };
  });

  it('tells what an access token says, to another client of the pool, too', async () => {
    const { access_token } = await newTokens(app, 'openid email');
    const { iat, exp, jti, auth_time } = decodeJwt(access_token);
    expect(await introspect(api, access_token)).toEqual({
      active: true,
      scope: 'openid email',
      client_id: app.clientId,
      username: app.user.username,
      token_type: 'Bearer',
      exp,
      iat,
      sub: app.user.sub,
      iss: `${stack().endpoint}/${app.poolId}`,
      jti,
      auth_time,
    });
  });

  it('tells a client that registered itself of its own tokens alone', async () => {
    const own = await makeOpenPool({ OpenDcrGrantTypes: ['client_credentials'] });
    const { client_id: clientId, client_secret: clientSecret = '' } = await register(own, {
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_post',
    });
    const stranger = { ...own, clientId, clientSecret };
    const { AccessToken = '', RefreshToken = '' } = await signIn(own, own.user);
    expect(await introspect(stranger, AccessToken)).toEqual(inactive);
    expect(await introspect(stranger, RefreshToken)).toEqual(inactive);
    const fields = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const { access_token } = JSON.parse(await (await postForm('/oauth2/token', fields)).text());
    expect(await introspect(stranger, access_token)).toMatchObject({ active: true, client_id: clientId });
  });

  it('tells what a refresh token stands for', async () => {
    const { refresh_token } = await newTokens(app, 'openid email');
    const { exp, ...told } = await introspect(api, refresh_token);
    expect(told).toEqual({
      active: true,
      scope: 'openid email',
      client_id: app.clientId,
      username: app.user.username,
      sub: app.user.sub,
      iss: `${stack().endpoint}/${app.poolId}`,
      auth_time: expect.any(Number),
    });
    expect(Math.abs(exp - Date.now() / 1000 - 30 * 86_400)).toBeLessThan(60);
  });

  it('tells of tokens of sign-ins through the API, and of machines', async () => {
    const user = await makeUser(app);
    const { AccessToken = '', RefreshToken = '' } = await signIn(app, user);
    for (const token of [AccessToken, RefreshToken]) {
      expect(await introspect(api, token)).toMatchObject({ active: true, username: user.username });
    }
    const machine = await makeMachine();
    const { AccessToken: own } = await getClientToken(machine);
    expect(await introspect(machine, own)).toMatchObject({
      active: true,
      sub: machine.clientId,
      client_id: machine.clientId,
      scope: expect.stringContaining('/read'),
    });
    expect(await introspect(machine, own)).not.toHaveProperty('username');
  });

  it('says nothing of a token that is over', async () => {
    const { access_token, refresh_token } = await newTokens(app);
    expect(await introspect(api, access_token, 2 * hour)).toEqual(inactive);
    expect(await introspect(api, refresh_token, 31 * 24 * hour)).toEqual(inactive);
    await postForm('/oauth2/revoke', { client_id: app.clientId, token: refresh_token });
    for (const token of [access_token, refresh_token]) expect(await introspect(api, token)).toEqual(inactive);
  });

  it('says nothing of tokens of a user who signed out everywhere, or was disabled', async () => {
    const admin = adminClient();
    for (const End of [AdminUserGlobalSignOutCommand, AdminDisableUserCommand]) {
      const user = await makeUser(app);
      const { AccessToken = '', RefreshToken = '' } = await signIn(app, user);
      expect(await introspect(api, AccessToken)).toMatchObject({ active: true });
      await admin.send(new End({ UserPoolId: app.poolId, Username: user.username }));
      for (const token of [AccessToken, RefreshToken]) expect(await introspect(api, token)).toEqual(inactive);
    }
  });

  it('says nothing of a refresh token that was rotated, once its grace is over', async () => {
    const rotating = await makeOAuthApp({
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
    });
    const { clientId: client_id, clientSecret: client_secret = '' } = rotating;
    const { refresh_token: first } = await newTokens(rotating);
    const fields = { grant_type: 'refresh_token', client_id, client_secret, refresh_token: first };
    const { refresh_token: second } = JSON.parse(await (await postForm('/oauth2/token', fields)).text());
    expect(await introspect(rotating, first)).toMatchObject({ active: true });
    expect(await introspect(rotating, first, minute)).toEqual(inactive);
    expect(await introspect(rotating, second, minute)).toMatchObject({ active: true });
  });

  it('says nothing of a machine’s token whose client was deleted', async () => {
    const machine = await makeMachine();
    const { AccessToken } = await getClientToken(machine);
    const other = { poolId: machine.poolId, ...(await makeClient(machine.poolId, { GenerateSecret: true })) };
    expect(await introspect(other, AccessToken)).toMatchObject({ active: true });
    await adminClient().send(
      new DeleteUserPoolClientCommand({ UserPoolId: machine.poolId, ClientId: machine.clientId }),
    );
    expect(await introspect(other, AccessToken)).toEqual(inactive);
  });

  it('says nothing of a user’s tokens whose client was deleted', async () => {
    const { poolId: UserPoolId } = app;
    const gone = { ...app, ...(await makeClient(UserPoolId, onPages)) };
    const { access_token, refresh_token } = await newTokens(gone);
    await adminClient().send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId: gone.clientId }));
    // The endpoint may remember the client for ten seconds.
    for (const token of [access_token, refresh_token]) {
      await expect.poll(() => introspect(api, token, 11_000), { timeout: 180_000 }).toEqual(inactive);
    }
  });

  it('says nothing of tokens of another pool, of ID tokens, and of what is no token', async () => {
    const { id_token, access_token } = await newTokens(app);
    const stranger = await makePool({}, { GenerateSecret: true });
    const { AccessToken = '', RefreshToken = '' } = await signIn(stranger, await makeUser(stranger));
    const forged = `${access_token.slice(0, access_token.lastIndexOf('.'))}.${id_token.split('.')[2]}`;
    for (const token of [id_token, AccessToken, RefreshToken, forged, 'a', '.', 'a.b.c', 'a.b.c.d.e', '{}', '\u0000']) {
      expect(await introspect(api, token)).toEqual(inactive);
    }
  });

  it('answers a client that proves itself by a key', async () => {
    const ec = newEcKeys();
    const client = await makeKeyClient(app, [ec]);
    const { access_token: token } = await newTokens(app);
    const fields = { ...assertionFields(await newAssertion(client, ec)), token };
    const answer = await postForm('/oauth2/introspect', fields);
    expect([answer.status, JSON.parse(await answer.text()).active]).toEqual([200, true]);
    expect(answer.headers.get('cache-control')).toContain('no-store');
  });

  it('refuses a client that can not prove itself, and a request without a token', async () => {
    const { access_token: token } = await newTokens(app);
    const open = await postForm('/oauth2/introspect', { client_id: app.clientId, token });
    expect([open.status, await open.text()]).toEqual([401, '{"error":"invalid_client"}']);
    const fields = { client_id: api.clientId, client_secret: api.clientSecret ?? '' };
    const empty = await postForm('/oauth2/introspect', fields);
    expect([empty.status, JSON.parse(await empty.text()).error]).toEqual([400, 'invalid_request']);
  });

  it('takes posted forms alone', async () => {
    const answer = await fetch(`${stack().endpoint}/oauth2/introspect?client_id=${api.clientId}&token=a`);
    expect([answer.status, await answer.text()]).toEqual([405, '']);
  });
});
