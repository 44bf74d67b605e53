import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminUserGlobalSignOutCommand,
  DeleteUserPoolClientCommand,
  GetUserCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { calculateJwkThumbprint, decodeJwt } from 'jose';
import * as client from 'openid-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { newProofKeys, proofHeader } from '#tests/support/dpop.ts';
import { getClientToken, machineFlow, orders } from '#tests/support/machines.ts';
import { makeOAuthApp, newTokens, type OAuthApp, onPages, postForm } from '#tests/support/oauth.ts';
import { makeClient, makeUser, type TestPool } from '#tests/support/pools.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';
import { scriptedFunction } from '#tests/support/scripted-functions.ts';
import { stack } from '#tests/support/stack.ts';
import {
  accessTokenType,
  allowGrants,
  exchangeToken,
  makeExchange,
  ordersScopes,
  tokenExchange,
  trustIssuer,
} from '#tests/support/token-exchange.ts';

const scope = `openid ${ordersScopes.join(' ')}`;
const read = `${orders}/read`;

describe('token exchange (RFC 8693)', () => {
  let app: OAuthApp;
  let api: TestPool;
  let token: string;
  let machine: TestPool;

  beforeAll(async () => {
    ({ app, api } = await makeExchange());
    token = (await newTokens(app, `${scope} aws.cognito.signin.user.admin`)).access_token;
    const settings = { ...machineFlow, GenerateSecret: true, AllowedOAuthScopes: ordersScopes };
    machine = { poolId: app.poolId, ...(await makeClient(app.poolId, settings)) };
  });

  it('is done by openid-client', async () => {
    const insecure = { execute: [client.allowInsecureRequests] };
    const issuer = new URL(`${stack().endpoint}/${api.poolId}`);
    const config = await client.discovery(issuer, api.clientId, api.clientSecret, undefined, insecure);
    const exchanged = await client.genericGrantRequest(config, tokenExchange, {
      subject_token: token,
      subject_token_type: accessTokenType,
      scope: read,
      resource: orders,
    });
    expect(decodeJwt(exchanged.access_token)).toMatchObject({ sub: app.user.sub, aud: orders, scope: read });
  });

  it('gives less: the scopes that are asked for, for the client that asks, and no other token', async () => {
    const { expires_in = 0, access_token = '', ...told } = await exchangeToken(api, token, { scope: read });
    expect(told).toEqual({ status: 200, scope: read, issued_token_type: accessTokenType, token_type: 'Bearer' });
    const [former, claims] = [decodeJwt(token), decodeJwt(access_token)];
    expect(claims).toMatchObject({
      sub: former.sub,
      username: app.user.username,
      event_id: former.event_id,
      client_id: api.clientId,
      scope: read,
      exp: former.exp,
    });
    expect(expires_in).toBeLessThanOrEqual(3600);
    expect(claims.act).toBeUndefined();
  });

  it('gives all that both have, where no scope is named, but never power over the account', async () => {
    const { scope: given, access_token: AccessToken = '' } = await exchangeToken(api, token);
    expect(given?.split(' ').toSorted()).toEqual(scope.split(' ').toSorted());
    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    const asked = await exchangeToken(api, token, { scope: 'aws.cognito.signin.user.admin' });
    expect(asked).toMatchObject({ status: 400, error: 'invalid_scope' });
  });

  it('gives no more than the token has', async () => {
    const less = (await newTokens(app, `openid ${read}`)).access_token;
    expect(await exchangeToken(api, less, { scope: `${orders}/write` })).toMatchObject({ error: 'invalid_scope' });
    const again = (await exchangeToken(api, token, { scope: read })).access_token ?? '';
    expect(await exchangeToken(api, again, { scope })).toMatchObject({ error: 'invalid_scope' });
    expect(await exchangeToken(api, again)).toMatchObject({ status: 200, scope: read });
  });

  it('leads to another resource, with the scopes that this one has', async () => {
    const bills = 'https://bills.example.com';
    await makeResourceServer(api, bills, ['pay']);
    const { access_token = '' } = await exchangeToken(api, token, { resource: orders, scope: read });
    expect(decodeJwt(access_token).aud).toBe(orders);
    const again = (await exchangeToken(api, access_token)).access_token ?? '';
    expect(decodeJwt(again).aud).toBe(orders);
    expect(await exchangeToken(api, token, { audience: bills, scope: read })).toMatchObject({ error: 'invalid_scope' });
    expect(await exchangeToken(api, token, { resource: 'https://none.example.com' })).toMatchObject({
      error: 'invalid_target',
    });
    expect(await exchangeToken(api, token, { resource: orders, audience: bills })).toMatchObject({
      error: 'invalid_target',
    });
  });

  it('says who acts for whom, one for the other', async () => {
    const actor = (await getClientToken(machine)).AccessToken;
    const byActor = { actor_token: actor, actor_token_type: accessTokenType };
    const first = (await exchangeToken(api, token, byActor)).access_token ?? '';
    expect(decodeJwt(first)).toMatchObject({ sub: app.user.sub, act: { sub: machine.clientId } });
    const agent = { ...app, user: await makeUser(app) };
    const byAgent = { actor_token: (await newTokens(agent)).access_token, actor_token_type: accessTokenType };
    const second = (await exchangeToken(api, first, byAgent)).access_token ?? '';
    const act = { sub: agent.user.sub, act: { sub: machine.clientId } };
    expect(decodeJwt(second)).toMatchObject({ sub: app.user.sub, act });
    const kept = (await exchangeToken(api, second)).access_token ?? '';
    expect(decodeJwt(kept).act).toEqual(act);
    const fields = { client_id: api.clientId, client_secret: api.clientSecret ?? '', token: kept };
    const seen = JSON.parse(await (await postForm('/oauth2/introspect', fields)).text());
    expect(seen).toMatchObject({ active: true, sub: app.user.sub, act });
  });

  it('lets act whom the token names, where a trigger has it name somebody', async () => {
    const { app: own, api: theirs } = await makeExchange();
    const nameAs = async (client_id: string) => {
      const accessTokenGeneration = { claimsToAddOrOverride: { may_act: { client_id } } };
      const LambdaArn = scriptedFunction({ claimsAndScopeOverrideDetails: { accessTokenGeneration } });
      const LambdaConfig = { PreTokenGenerationConfig: { LambdaVersion: 'V2_0' as const, LambdaArn } };
      await adminClient().send(new UpdateUserPoolCommand({ UserPoolId: own.poolId, LambdaConfig }));
      return (await newTokens(own, scope)).access_token;
    };
    expect(await exchangeToken(theirs, await nameAs(theirs.clientId))).toMatchObject({ status: 200 });
    expect(await exchangeToken(theirs, await nameAs('another'))).toMatchObject({ error: 'invalid_request' });
  });

  it('ends with the sign-in that it came from', async () => {
    const other = { ...app, user: await makeUser(app) };
    const { access_token: subject } = await newTokens(other, scope);
    const { access_token: given = '' } = await exchangeToken(api, subject);
    const { poolId: UserPoolId } = app;
    await adminClient().send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: other.user.username }));
    const fields = { client_id: api.clientId, client_secret: api.clientSecret ?? '', token: given };
    expect(await (await postForm('/oauth2/introspect', fields)).text()).toBe('{"active":false}');
    expect(await exchangeToken(api, subject)).toMatchObject({ status: 400, error: 'invalid_request' });
    expect(await exchangeToken(api, given)).toMatchObject({ status: 400, error: 'invalid_request' });
  });

  it('gives nothing for the token of a user who was disabled, nor for such an actor', async () => {
    const other = { ...app, user: await makeUser(app) };
    const { access_token: theirs } = await newTokens(other, scope);
    const byThem = { actor_token: theirs, actor_token_type: accessTokenType };
    expect(await exchangeToken(api, token, byThem)).toMatchObject({ status: 200 });
    const named = { UserPoolId: app.poolId, Username: other.user.username };
    await adminClient().send(new AdminDisableUserCommand(named));
    expect(await exchangeToken(api, theirs)).toMatchObject({ status: 400, error: 'invalid_request' });
    expect(await exchangeToken(api, token, byThem)).toMatchObject({ status: 400, error: 'invalid_request' });
    // Who is enabled again signs in again.
    await adminClient().send(new AdminEnableUserCommand(named));
    expect(await exchangeToken(api, theirs)).toMatchObject({ status: 400, error: 'invalid_request' });
  });

  it('gives nothing for the token of a machine whose client was deleted', async () => {
    const { poolId: UserPoolId } = app;
    const settings = { ...machineFlow, GenerateSecret: true, AllowedOAuthScopes: ordersScopes };
    const gone = await makeClient(UserPoolId, settings);
    const { AccessToken } = await getClientToken({ poolId: UserPoolId, ...gone });
    await adminClient().send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId: gone.clientId }));
    expect(await exchangeToken(api, AccessToken)).toMatchObject({ status: 400, error: 'invalid_request' });
    const byGone = { actor_token: AccessToken, actor_token_type: accessTokenType };
    expect(await exchangeToken(api, token, byGone)).toMatchObject({ status: 400, error: 'invalid_request' });
  });

  it('narrows the token of a machine, which stays its own', async () => {
    const { AccessToken } = await getClientToken(machine);
    const { access_token = '' } = await exchangeToken(api, AccessToken, { scope: read });
    expect(decodeJwt(access_token)).toMatchObject({ sub: machine.clientId, client_id: api.clientId, scope: read });
  });

  it('binds what it gives to a key', async () => {
    const keys = newProofKeys();
    const { access_token = '', token_type } = await exchangeToken(api, token, {}, await proofHeader(keys));
    expect(token_type).toBe('DPoP');
    expect(decodeJwt(access_token).cnf).toEqual({ jkt: await calculateJwkThumbprint(keys.jwk) });
  });

  it.each<[string, Record<string, string>, string]>([
    ['no type', { subject_token_type: '' }, 'invalid_request'],
    [
      'a type that is none of ours',
      { subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' },
      'invalid_request',
    ],
    [
      'another type asked for',
      { requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' },
      'invalid_request',
    ],
    ['no token', { subject_token: '' }, 'invalid_request'],
    ['a token that is none', { subject_token: 'a.b.c' }, 'invalid_request'],
    ['an actor without its type', { actor_token: 'a.b.c' }, 'invalid_request'],
    ['an actor that is none', { actor_token: 'a.b.c', actor_token_type: accessTokenType }, 'invalid_request'],
  ])('refuses %s', async (_name, more, error) => {
    expect(await exchangeToken(api, token, more)).toMatchObject({ status: 400, error });
  });

  it('is for clients that may do so and prove themselves, of the same pool', async () => {
    expect(await exchangeToken(app, token)).toMatchObject({ error: 'unauthorized_client' });
    const open = { poolId: app.poolId, ...(await makeClient(app.poolId, onPages)) };
    await allowGrants(open, [tokenExchange]);
    expect(await exchangeToken(open, token)).toMatchObject({ error: 'unauthorized_client' });
    const { api: elsewhere } = await makeExchange();
    expect(await exchangeToken(elsewhere, token)).toMatchObject({ error: 'invalid_request' });
    const { id_token } = await newTokens(app);
    expect(await exchangeToken(api, id_token)).toMatchObject({ error: 'invalid_request' });
  });

  it('takes tokens of another pool of the deployment, once its owner trusts it, until their sign-in ends', async () => {
    const other = await makeOAuthApp();
    const { api: here } = await makeExchange();
    const subject = (await newTokens(other)).access_token;
    const user = await makeUser(here, { username: other.user.username });
    await trustIssuer(here, `${stack().endpoint}/${other.poolId}`, undefined, {
      Audiences: [other.clientId],
      Conditions: [{ Claim: 'client_id', Values: [other.clientId] }],
      UsernameClaim: 'username',
    });
    const { access_token = '', scope: given } = await exchangeToken(here, subject, { scope: 'openid' });
    expect(given).toBe('openid');
    expect(decodeJwt(access_token)).toMatchObject({ sub: user.sub, client_id: here.clientId });
    const Username = other.user.username;
    await adminClient().send(new AdminUserGlobalSignOutCommand({ UserPoolId: other.poolId, Username }));
    expect(await exchangeToken(here, subject)).toMatchObject({ error: 'invalid_request' });
  });
});
