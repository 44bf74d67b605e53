import { AdminDisableUserCommand, AdminUserGlobalSignOutCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import {
  allowDevices,
  answerDevice,
  deviceGrant,
  makeDeviceApp,
  pollDevice,
  startDevice,
} from '#tests/support/device-grant.ts';
import { askHost } from '#tests/support/discovery.ts';
import { aPrefix, createDomain, hostOf } from '#tests/support/domains.ts';
import { makeOAuthApp, type OAuthApp, onPages, postForm } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makeUser } from '#tests/support/pools.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';
import { stack } from '#tests/support/stack.ts';

const errorOf = async (answer: Promise<Response>) => {
  const { status, ...body } = { status: (await answer).status, ...JSON.parse(await (await answer).text()) };
  return { status, error: body.error };
};

describe('the device authorization endpoint (RFC 8628)', () => {
  let app: OAuthApp;

  beforeAll(async () => {
    app = await makeDeviceApp();
  });

  it('gives a device its codes, and where its user goes', async () => {
    const codes = await startDevice(app);
    expect(codes).toEqual({
      device_code: expect.stringMatching(/^[\w-]{100,}$/),
      user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
      verification_uri: `${stack().endpoint}/device`,
      verification_uri_complete: `${stack().endpoint}/device?user_code=${codes.user_code}`,
      expires_in: 600,
      interval: 5,
    });
    expect((await startDevice(app)).user_code).not.toBe(codes.user_code);
  });

  it('is asked by POST, by a client that may use it and proves itself', async () => {
    const path = '/oauth2/device_authorization';
    expect((await fetch(`${stack().endpoint}${path}`)).status).toBe(405);
    const other = await makeOAuthApp();
    const refused = { status: 400, error: 'unauthorized_client' };
    expect(await errorOf(postForm(path, { client_id: other.clientId }))).toEqual(refused);
    const device_code = 'a';
    const fields = { grant_type: deviceGrant, client_id: other.clientId, device_code };
    expect(await errorOf(postForm('/oauth2/token', fields))).toEqual(refused);
    const secretive = await makeDeviceApp({ GenerateSecret: true });
    expect(await errorOf(postForm(path, { client_id: secretive.clientId }))).toEqual({
      status: 401,
      error: 'invalid_client',
    });
    const off = { ...app, ...(await makeClient(app.poolId)) };
    await allowDevices(off);
    expect(await errorOf(postForm(path, { client_id: off.clientId }))).toEqual(refused);
  });

  it('refuses scopes that the client may not have', async () => {
    const fields = { client_id: app.clientId, scope: 'openid orders/read' };
    expect(await errorOf(postForm('/oauth2/device_authorization', fields))).toEqual({
      status: 400,
      error: 'invalid_scope',
    });
  });

  it('has the device wait until its user has answered, five seconds each time', async () => {
    const codes = await startDevice(app);
    const start = Date.now();
    const pollAfter = (ms: number) => pollDevice(app, codes, 0, { 'x-gatehouse-clock': String(start + ms) });
    expect(await pollAfter(0)).toEqual({ error: 'authorization_pending' });
    expect(await pollAfter(4000)).toEqual({ error: 'slow_down' });
    expect(await pollAfter(6000)).toEqual({ error: 'authorization_pending' });
    expect(await pollAfter(9000)).toEqual({ error: 'slow_down' });
    await answerDevice(app, codes);
    const { access_token = '', refresh_token } = await pollDevice(app, codes, 9000);
    expect(decodeJwt(access_token)).toMatchObject({
      sub: app.user.sub,
      scope: 'openid email',
      client_id: app.clientId,
    });
    expect(refresh_token).toBeDefined();
  });

  it('gives tokens once', async () => {
    const codes = await startDevice(app);
    await answerDevice(app, codes);
    expect(await pollDevice(app, codes)).toHaveProperty('access_token');
    expect(await pollDevice(app, codes, 6000)).toEqual({ error: 'invalid_grant' });
  });

  it('tells the device that its user denied it, or took too long', async () => {
    const denied = await startDevice(app);
    await answerDevice(app, denied, 'deny');
    expect(await pollDevice(app, denied)).toEqual({ error: 'access_denied' });
    const late = await startDevice(app);
    expect(await pollDevice(app, late, 601_000)).toEqual({ error: 'expired_token' });
  });

  it('takes no device code of another client, nor what is none', async () => {
    const other = await makeDeviceApp();
    const codes = await startDevice(app);
    expect(await pollDevice(other, codes)).toEqual({ error: 'invalid_grant' });
    const second = { ...app, ...(await makeClient(app.poolId, onPages)) };
    await allowDevices(second);
    expect(await pollDevice(second, codes)).toEqual({ error: 'invalid_grant' });
    expect(await pollDevice(app, { device_code: codes.user_code })).toEqual({ error: 'invalid_grant' });
  });

  it('gives nothing for a user who was disabled or signed out everywhere meanwhile', async () => {
    const UserPoolId = app.poolId;
    const signedOut = { ...app, user: await makeUser(app) };
    const first = await startDevice(app);
    await answerDevice(signedOut, first);
    await adminClient().send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: signedOut.user.username }));
    expect(await pollDevice(app, first)).toEqual({ error: 'invalid_grant' });
    const disabled = { ...app, user: await makeUser(app) };
    const second = await startDevice(app);
    await answerDevice(disabled, second);
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId, Username: disabled.user.username }));
    expect(await pollDevice(app, second)).toEqual({ error: 'invalid_grant' });
  });

  it('binds tokens to the resource that the device names', async () => {
    const identifier = 'https://orders.example.com/v1';
    const made = await makeOAuthApp();
    await makeResourceServer(made, identifier, ['read']);
    const AllowedOAuthScopes = ['openid', `${identifier}/read`];
    const client = { ...made, ...(await makeClient(made.poolId, { ...onPages, AllowedOAuthScopes })) };
    await allowDevices(client);
    const codes = await startDevice(client, { resource: identifier, scope: `openid ${identifier}/read` });
    await answerDevice(client, codes);
    const { access_token = '' } = await pollDevice(client, codes);
    expect(decodeJwt(access_token)).toMatchObject({ aud: identifier, scope: `openid ${identifier}/read` });
  });

  it('names the page at the domain that was asked', async () => {
    const [prefix, form] = [aPrefix(), { client_id: app.clientId }];
    await createDomain(app.poolId, prefix);
    const host = hostOf(prefix);
    const { body } = await askHost(host, '/oauth2/device_authorization', 'POST', { form });
    expect(JSON.parse(body)).toMatchObject({ verification_uri: `http://${host}/device` });
  });

  it('is a setting that exports have, beside the others', async () => {
    const ids = { UserPoolId: app.poolId, ClientId: app.clientId };
    expect(await callOwn('GetUserPoolClientOAuthSettings', ids)).toMatchObject({ GrantTypes: [deviceGrant] });
    await expect(callOwn('SetUserPoolClientOAuthSettings', { ...ids, GrantTypes: ['password'] })).rejects.toMatchObject(
      { name: 'InvalidParameterException' },
    );
  });
});
