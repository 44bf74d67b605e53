import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { askHost } from '#tests/support/discovery.ts';
import { aPrefix, createDomain, hostOf } from '#tests/support/domains.ts';
import { machineFlow, makeMachine, orders } from '#tests/support/machines.ts';
import {
  authorizePath,
  callback,
  exchange,
  locationOf,
  makeOAuthApp,
  newCode,
  newTokens,
  newVerifier,
  type OAuthApp,
  onPages,
  postForm,
  signInOnPage,
} from '#tests/support/oauth.ts';
import { makeClient, makeUser, type TestPool } from '#tests/support/pools.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';
import { eventsOf, scriptedFunction } from '#tests/support/scripted-functions.ts';
import { makeTrackedPool, sessionIdOf, sessionsOf } from '#tests/support/sessions.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent, type UserAgent } from '#tests/support/user-agent.ts';

const mcp = 'https://api.example.com/mcp';
const path = '/oauth2/token';
const anId = '01234567-89ab-cdef-0123-456789abcdef';

let app: OAuthApp;
let agent: UserAgent;

beforeAll(async () => {
  app = await makeOAuthApp();
  await makeResourceServer(app, mcp);
  agent = newUserAgent();
  await signInOnPage(agent, app);
});

/** A code of the session, without another sign-in. */
const aCode = async (of: TestPool = app, asked: Readonly<Record<string, string | undefined>> = {}): Promise<string> =>
  locationOf(await agent.get(authorizePath(of, asked))).searchParams.get('code') ?? 'none';

const told = async (answer: Response): Promise<readonly [number, unknown]> => [
  answer.status,
  JSON.parse(await answer.text()),
];

const bodyOf = async (answer: Response) => {
  expect(answer.status).toBe(200);
  return JSON.parse(await answer.text());
};

const refresh = (
  { clientId, clientSecret }: TestPool,
  refresh_token: string,
  more: Readonly<Record<string, string>> = {},
  ahead = 0,
): Promise<Response> =>
  postForm(
    path,
    {
      grant_type: 'refresh_token',
      client_id: clientId,
      ...(clientSecret !== undefined && { client_secret: clientSecret }),
      refresh_token,
      ...more,
    },
    { ahead },
  );

const invalidGrant = [400, { error: 'invalid_grant' }];

describe('token', () => {
  it('answers a GET without a body', async () => {
    const answer = await fetch(`${stack().endpoint}${path}?grant_type=authorization_code`);
    expect([answer.status, answer.headers.get('allow'), await answer.text()]).toEqual([405, 'POST', '']);
  });

  it('tells nobody on the way to keep what it answers, and lets pages of any origin read it', async () => {
    for (const code of [await aCode(), anId]) {
      const answer = await postForm(
        path,
        { grant_type: 'authorization_code', client_id: app.clientId, code, redirect_uri: callback },
        { headers: { origin: 'https://app.example.com' } },
      );
      expect(answer.headers.get('cache-control')).toContain('no-store');
      expect(answer.headers.get('pragma')).toBe('no-cache');
      expect(answer.headers.get('content-type')).toBe('application/json;charset=UTF-8');
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
  });

  it.each([
    ['JSON', 'application/json', JSON.stringify({ grant_type: 'client_credentials' })],
    ['a form of parts', 'multipart/form-data; boundary=x', '--x--'],
    ['a form by another name', 'application/x-www-form-urlencoded-not', 'grant_type=client_credentials'],
    ['no type', '', 'grant_type=client_credentials'],
  ])('refuses a body that is no form: %s', async (_case, type, body) => {
    const headers = { 'content-type': type };
    const answer = await fetch(`${stack().endpoint}${path}`, { method: 'POST', body: Buffer.from(body), headers });
    expect(await told(answer)).toEqual([400, expect.objectContaining({ error: 'invalid_request' })]);
  });

  it('takes the type of a form in any case and with a charset', async () => {
    const answer = await postForm(
      path,
      { grant_type: 'authorization_code', client_id: app.clientId, code: await aCode(), redirect_uri: callback },
      { headers: { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=utf-8' } },
    );
    expect(answer.status).toBe(200);
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['no grant type', {}, 'invalid_request'],
    ['an empty grant type', { grant_type: '' }, 'invalid_request'],
    ['a grant type that is none', { grant_type: 'password', username: 'a' }, 'unsupported_grant_type'],
    ['a member of every object', { grant_type: 'constructor' }, 'unsupported_grant_type'],
    ['no code', { grant_type: 'authorization_code' }, 'invalid_request'],
    ['no refresh token', { grant_type: 'refresh_token' }, 'invalid_request'],
    ['more than anybody needs', { grant_type: 'authorization_code', code: 'a'.repeat(33_000) }, 'invalid_request'],
  ])('refuses %s', async (_case, fields, error) => {
    const answer = await postForm(path, { client_id: app.clientId, ...fields });
    expect(await told(answer)).toEqual([400, expect.objectContaining({ error })]);
  });

  it.each(['grant_type', 'client_id', 'code', 'redirect_uri', 'code_verifier'])('refuses a second %s', async (name) => {
    const fields = {
      grant_type: 'authorization_code',
      client_id: app.clientId,
      code: anId,
      redirect_uri: callback,
      code_verifier: 'v',
    };
    const answer = await fetch(`${stack().endpoint}${path}`, {
      method: 'POST',
      body: new URLSearchParams([...Object.entries(fields), [name, 'x']]),
    });
    expect(await told(answer)).toEqual([
      400,
      { error: 'invalid_request', error_description: `The parameter ${name} comes more than once.` },
    ]);
  });

  it.each([
    ['unknown', 'nobodysclient'],
    ['longer than any', 'a'.repeat(3000)],
    ['in odd characters', '\u0000/..%'],
  ])('refuses a client that is %s', async (_case, client_id) => {
    const answer = await postForm(path, { grant_type: 'authorization_code', client_id, code: anId });
    expect((await told(answer))[1]).toMatchObject({ error: 'invalid_client' });
  });

  it('takes no parameter from the query', async () => {
    const answer = await postForm(`${path}?grant_type=authorization_code`, { client_id: app.clientId, code: anId });
    expect(await told(answer)).toEqual([400, expect.objectContaining({ error: 'invalid_request' })]);
  });

  it('serves the clients of its pool at a domain, and no others', async () => {
    const prefix = aPrefix();
    const pool = await makeOAuthApp();
    await createDomain(pool.poolId, prefix);
    const fields = { grant_type: 'authorization_code', code: anId };
    const own = await askHost(hostOf(prefix), path, 'POST', { form: { ...fields, client_id: pool.clientId } });
    expect(JSON.parse(own.body)).toEqual({ error: 'invalid_grant' });
    const foreign = await askHost(hostOf(prefix), path, 'POST', { form: { ...fields, client_id: app.clientId } });
    expect(JSON.parse(foreign.body)).toMatchObject({ error: 'invalid_client' });
  });
});

describe('token, for a code', () => {
  it('gives what Cognito gives, in its order', async () => {
    const body = await bodyOf(await exchange(app, await aCode(app, { scope: 'openid email', nonce: 'n' })));
    expect(Object.keys(body)).toEqual(['id_token', 'access_token', 'refresh_token', 'expires_in', 'token_type']);
    expect(body).toMatchObject({ expires_in: 3600, token_type: 'Bearer' });
    expect(decodeJwt(body.access_token)).toMatchObject({ scope: 'openid email', client_id: app.clientId });
    expect(decodeJwt(body.id_token)).toMatchObject({ nonce: 'n', aud: app.clientId, sub: app.user.sub });
  });

  it('gives no ID token without openid', async () => {
    const code = await aCode(app, { scope: 'aws.cognito.signin.user.admin' });
    expect(Object.keys(await bodyOf(await exchange(app, code)))).toEqual([
      'access_token',
      'refresh_token',
      'expires_in',
      'token_type',
    ]);
  });

  it.each([
    ['a code that nobody gave', anId],
    ['a code in odd characters', '\u0000%ff/💥'],
    ['a code that is too long', 'a'.repeat(5000)],
  ])('refuses %s', async (_case, code) => {
    expect(await told(await exchange(app, code))).toEqual(invalidGrant);
  });

  it('refuses a code after five minutes, and not before', async () => {
    const [first, second] = [await aCode(), await aCode()];
    expect((await exchange(app, first, {}, { ahead: 240_000 })).status).toBe(200);
    expect(await told(await exchange(app, second, {}, { ahead: 301_000 }))).toEqual(invalidGrant);
  });

  it('refuses a code of another client, which the right one can still use', async () => {
    const other = { poolId: app.poolId, ...(await makeClient(app.poolId, onPages)) };
    const code = await aCode();
    expect(await told(await exchange(other, code))).toEqual(invalidGrant);
    expect((await exchange(app, code)).status).toBe(200);
  });

  it('refuses a code of another pool', async () => {
    const other = await makeOAuthApp();
    expect(await told(await exchange(other, await aCode()))).toEqual(invalidGrant);
  });

  it.each([
    ['another address', { redirect_uri: 'https://app.example.com/other' }],
    ['the address with a slash', { redirect_uri: `${callback}/` }],
    ['no address', { redirect_uri: '' }],
  ])('refuses %s than the request had', async (_case, more) => {
    expect(await told(await exchange(app, await aCode(), more))).toEqual([
      400,
      { error: 'unauthorized_client', error_description: 'invalid_redirect' },
    ]);
  });

  it('asks for no address where the request named none', async () => {
    const settings = { ...onPages, DefaultRedirectURI: callback };
    const client = { poolId: app.poolId, ...(await makeClient(app.poolId, settings)) };
    const asked = { redirect_uri: undefined };
    expect((await exchange(client, await aCode(client, asked), { redirect_uri: '' })).status).toBe(200);
    expect((await exchange(client, await aCode(client, asked))).status).toBe(200);
    const other = await exchange(client, await aCode(client, asked), { redirect_uri: 'https://app.example.com/x' });
    expect(await told(other)).toEqual([400, expect.objectContaining({ error: 'unauthorized_client' })]);
  });

  it('refuses every verifier but that of the challenge', async () => {
    const { verifier, challenge } = newVerifier();
    const code = await aCode(app, { code_challenge: challenge, code_challenge_method: 'S256' });
    for (const code_verifier of ['', challenge, newVerifier().verifier, `${verifier}a`, verifier.slice(1), '\u0000']) {
      expect(await told(await exchange(app, code, { code_verifier }))).toEqual(invalidGrant);
    }
    expect((await exchange(app, code, { code_verifier: verifier })).status).toBe(200);
  });

  it('refuses a verifier where there was no challenge', async () => {
    const code = await aCode();
    expect(await told(await exchange(app, code, { code_verifier: newVerifier().verifier }))).toEqual(invalidGrant);
  });

  it('refuses another resource than that of the request', async () => {
    const code = await aCode(app, { resource: mcp });
    expect(await told(await exchange(app, code, { resource: 'https://other.example.com' }))).toEqual([
      400,
      { error: 'invalid_target' },
    ]);
    expect(await told(await exchange(app, await aCode(), { resource: mcp }))).toEqual([
      400,
      { error: 'invalid_target' },
    ]);
    const { access_token } = await bodyOf(await exchange(app, code, { resource: mcp }));
    expect(decodeJwt(access_token).aud).toBe(mcp);
  });

  it('refuses a client without the code flow', async () => {
    const client = {
      poolId: app.poolId,
      ...(await makeClient(app.poolId, { ...onPages, AllowedOAuthFlows: ['implicit'] })),
    };
    expect(await told(await exchange(client, anId))).toEqual([400, { error: 'unauthorized_client' }]);
  });

  it.each([
    ['was disabled', AdminDisableUserCommand],
    ['was signed out everywhere', AdminUserGlobalSignOutCommand],
  ])('refuses the code of a user who %s since', async (_case, Command) => {
    const pool = await makeOAuthApp();
    const code = await newCode(pool);
    const { poolId: UserPoolId, user } = pool;
    await adminClient().send(new Command({ UserPoolId, Username: user.username }));
    expect(await told(await exchange(pool, code))).toEqual(invalidGrant);
  });

  it('ends what a code gave, and nothing else, where it is brought again', async () => {
    const [code, untouched] = [await aCode(), await newTokens(app)];
    const { access_token, refresh_token } = await bodyOf(await exchange(app, code));
    await expect(publicClient().send(new GetUserCommand({ AccessToken: access_token }))).resolves.toBeDefined();
    expect((await refresh(app, refresh_token)).status).toBe(200);
    expect(await told(await exchange(app, code, {}, { ahead: 600_000 }))).toEqual(invalidGrant);
    expect(await told(await refresh(app, refresh_token))).toEqual(invalidGrant);
    const asked = publicClient().send(new GetUserCommand({ AccessToken: access_token }));
    await expect(asked).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await refresh(app, untouched.refresh_token)).status).toBe(200);
  });

  it('ends the session of the sign-in with it, where the pool tracks sessions', async () => {
    const pool = await makeTrackedPool(5, {}, onPages);
    const tracked = { ...pool, user: await makeUser(pool) };
    const code = await newCode(tracked);
    const other = await signIn(tracked, tracked.user);
    await bodyOf(await exchange(tracked, code));
    // The session of the page, by which apps get codes, stays.
    const ofTokens = async () =>
      (await sessionsOf(other)).flatMap(({ SessionId = '' }) => (SessionId.startsWith('tkn') ? [SessionId] : []));
    expect(await ofTokens()).toHaveLength(2);
    expect(await told(await exchange(tracked, code))).toEqual(invalidGrant);
    expect(await ofTokens()).toEqual([sessionIdOf(other)]);
  });

  it('asks a confidential client for its secret', async () => {
    const made = { poolId: app.poolId, ...(await makeClient(app.poolId, { ...onPages, GenerateSecret: true })) };
    const code = await aCode(made);
    const without = await exchange({ ...made, clientSecret: undefined }, code);
    expect((await told(without))[1]).toMatchObject({ error: 'invalid_client' });
    expect((await told(await exchange(made, code, { client_secret: 'x' })))[1]).toMatchObject({
      error: 'invalid_client',
    });
    expect((await exchange(made, code)).status).toBe(200);

    const fields = { grant_type: 'authorization_code', code: await aCode(made), redirect_uri: callback };
    const basic = Buffer.from(`${made.clientId}:${made.clientSecret}`).toString('base64');
    const byHeader = await postForm(path, fields, { headers: { authorization: `Basic ${basic}` } });
    expect(byHeader.status).toBe(200);
  });
});

describe('token, for a refresh token', () => {
  it('gives tokens with the same scopes and the same audience, and no refresh token', async () => {
    const { refresh_token } = await bodyOf(
      await exchange(app, await aCode(app, { resource: mcp, scope: 'openid email', nonce: 'n' })),
    );
    for (const more of [{}, { resource: mcp }]) {
      const body = await bodyOf(await refresh(app, refresh_token, more));
      expect(Object.keys(body)).toEqual(['id_token', 'access_token', 'expires_in', 'token_type']);
      expect(decodeJwt(body.access_token)).toMatchObject({ scope: 'openid email', aud: mcp });
      expect(decodeJwt(body.id_token)).not.toHaveProperty('nonce');
    }
  });

  it('gives less where less is asked for, for this time', async () => {
    const { refresh_token } = await newTokens(app, 'openid email profile');
    const less = await bodyOf(await refresh(app, refresh_token, { scope: 'profile openid' }));
    expect(decodeJwt(less.access_token).scope).toBe('openid profile');
    const none = await bodyOf(await refresh(app, refresh_token, { scope: 'profile' }));
    expect(none).not.toHaveProperty('id_token');
    const all = await bodyOf(await refresh(app, refresh_token));
    expect(decodeJwt(all.access_token).scope).toBe('openid email profile');
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['a scope that was not granted', { scope: 'openid phone' }, 'invalid_scope'],
    ['a resource that was not asked for', { resource: mcp }, 'invalid_target'],
  ])('refuses %s', async (_case, more, error) => {
    const { refresh_token } = await newTokens(app);
    expect(await told(await refresh(app, refresh_token, more))).toEqual([400, { error }]);
  });

  it('refuses what is no refresh token, or another client’s', async () => {
    const { refresh_token, access_token } = await newTokens(app);
    const other = { poolId: app.poolId, ...(await makeClient(app.poolId, onPages)) };
    const foreign = await makeOAuthApp();
    for (const token of ['x', access_token, `${refresh_token}x`, '\u0000', 'a.b.c.d.e', 'a'.repeat(30_000)]) {
      expect(await told(await refresh(app, token))).toEqual(invalidGrant);
    }
    expect(await told(await refresh(other, refresh_token))).toEqual(invalidGrant);
    expect(await told(await refresh(foreign, refresh_token))).toEqual(invalidGrant);
    expect((await refresh(app, refresh_token)).status).toBe(200);
  });

  it('refuses it after its time, and after a sign-out everywhere', async () => {
    const pool = await makeOAuthApp({ RefreshTokenValidity: 1 });
    const { refresh_token } = await newTokens(pool);
    expect(await told(await refresh(pool, refresh_token, {}, 86_500_000))).toEqual(invalidGrant);
    const { poolId: UserPoolId, user } = pool;
    await adminClient().send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: user.username }));
    expect(await told(await refresh(pool, refresh_token))).toEqual(invalidGrant);
  });

  it('refreshes a sign-in through the API, too', async () => {
    const { RefreshToken } = await signIn(app, app.user);
    const { access_token } = await bodyOf(await refresh(app, RefreshToken));
    expect(decodeJwt(access_token).scope).toBe('aws.cognito.signin.user.admin');
  });

  describe('where the client rotates', () => {
    let rotating: OAuthApp;

    beforeAll(async () => {
      rotating = await makeOAuthApp({
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      });
    });

    it('gives a new one each time, and takes the last one for a while', async () => {
      const first = await newTokens(rotating, 'openid email');
      const second = await bodyOf(await refresh(rotating, first.refresh_token, { scope: 'openid' }));
      expect(Object.keys(second)).toEqual(['id_token', 'access_token', 'refresh_token', 'expires_in', 'token_type']);
      expect(second.refresh_token).not.toBe(first.refresh_token);
      expect((await refresh(rotating, first.refresh_token, {}, 9_000)).status).toBe(200);
      const third = await bodyOf(await refresh(rotating, second.refresh_token));
      expect(decodeJwt(third.access_token).scope).toBe('openid email');
    });

    it('ends the sign-in where an old one comes again after that', async () => {
      const first = await newTokens(rotating);
      const second = await bodyOf(await refresh(rotating, first.refresh_token));
      expect(await told(await refresh(rotating, first.refresh_token, {}, 11_000))).toEqual(invalidGrant);
      expect(await told(await refresh(rotating, second.refresh_token))).toEqual(invalidGrant);
    });

    it('keeps the token of a request that is refused for what it asks', async () => {
      const { refresh_token } = await newTokens(rotating);
      expect((await refresh(rotating, refresh_token, { scope: 'phone' })).status).toBe(400);
      expect((await refresh(rotating, refresh_token, {}, 60_000)).status).toBe(200);
    });
  });
});

describe('token, for a client’s own sake', () => {
  const machineOnly = { AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ['client_credentials' as const] };
  let machine: TestPool;

  beforeAll(async () => {
    machine = await makeMachine(machineOnly);
  });

  const ask = (more: Readonly<Record<string, string>> = {}, { clientId, clientSecret = '' } = machine) =>
    postForm(path, { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, ...more });

  it('gives all of its scopes where it asks for none', async () => {
    const body = await bodyOf(await ask());
    expect(Object.keys(body)).toEqual(['access_token', 'expires_in', 'token_type']);
    expect(body).toMatchObject({ expires_in: 3600, token_type: 'Bearer' });
    const claims = decodeJwt(body.access_token);
    expect(claims).toMatchObject({ sub: machine.clientId, scope: `${orders}/write ${orders}/read`, version: 2 });
    expect(claims).not.toHaveProperty('username');
    expect(claims).not.toHaveProperty('aud');
  });

  it('gives what it asks for, for the resource that it names', async () => {
    const { access_token } = await bodyOf(await ask({ scope: `${orders}/read`, resource: orders }));
    expect(decodeJwt(access_token)).toMatchObject({ scope: `${orders}/read`, aud: orders });
  });

  it('gives scopes of that resource alone', async () => {
    const bills = await makeResourceServer(machine, 'bills');
    const AllowedOAuthScopes = [`${orders}/read`, `${bills}/read`];
    const settings = { ...machineOnly, ...machineFlow, GenerateSecret: true, AllowedOAuthScopes };
    const both = { poolId: machine.poolId, ...(await makeClient(machine.poolId, settings)) };
    const { access_token } = await bodyOf(await ask({ resource: bills }, both));
    expect(decodeJwt(access_token)).toMatchObject({ scope: `${bills}/read`, aud: bills });
    expect(await told(await ask({ resource: bills, scope: `${orders}/read` }, both))).toEqual([
      400,
      {
        error: 'invalid_request',
        error_description:
          'custom scopes requested for resource-binding must be assigned to the resource being requested',
      },
    ]);
  });

  it.each<[string, Readonly<Record<string, string>>, object]>([
    ['a scope that it may not have', { scope: `${orders}/read ${orders}/delete` }, { error: 'invalid_scope' }],
    ['a scope of users', { scope: 'openid' }, { error: 'invalid_scope' }],
    ['a resource that is none', { resource: 'https://nobody.example.com' }, { error: 'invalid_target' }],
    ['a resource that is too long', { resource: 'r'.repeat(5000) }, { error: 'invalid_target' }],
    ['metadata that are none', { aws_client_metadata: 'x' }, { error: 'invalid_request' }],
    ['metadata that are a list', { aws_client_metadata: '["x"]' }, { error: 'invalid_request' }],
    ['metadata with a number', { aws_client_metadata: '{"a":1}' }, { error: 'invalid_request' }],
    ['a wrong secret', { client_secret: 'x' }, { error: 'invalid_client' }],
  ])('refuses %s', async (_case, more, expected) => {
    expect((await told(await ask(more)))[1]).toMatchObject(expected);
  });

  it('refuses clients that may not act for themselves', async () => {
    const unauthorized = [400, { error: 'unauthorized_client' }];
    expect(await told(await ask({}, { ...app, clientSecret: '' }))).toEqual(unauthorized);
    const off = await makeMachine({});
    expect(await told(await ask({}, off))).toEqual(unauthorized);
  });

  it('asks a trigger of that version, with the metadata', async () => {
    const LambdaArn = scriptedFunction({
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: { claimsToAddOrOverride: { tenant: 'blue' }, scopesToAdd: ['extra'] },
      },
    });
    const pool = await makeMachine(machineOnly, {
      LambdaConfig: { PreTokenGenerationConfig: { LambdaArn, LambdaVersion: 'V3_0' } },
    });
    const { access_token } = await bodyOf(await ask({ aws_client_metadata: '{"from":"here"}' }, pool));
    expect(decodeJwt(access_token)).toMatchObject({ tenant: 'blue' });
    const [event] = await eventsOf(pool.poolId);
    expect(event).toMatchObject({
      version: '3',
      triggerSource: 'TokenGeneration_ClientCredentials',
      request: { clientMetadata: { from: 'here' }, scopes: [`${orders}/write`, `${orders}/read`] },
    });
  });
});

describe('token, for a code of a user whose password was taken back meanwhile', () => {
  it.each([
    [
      'by a temporary one',
      (user: { readonly UserPoolId: string; readonly Username: string }) =>
        adminClient().send(
          new AdminSetUserPasswordCommand({ ...user, Password: 'Temporary-horse-1', Permanent: false }),
        ),
    ],
    [
      'by a reset',
      (user: { readonly UserPoolId: string; readonly Username: string }) =>
        adminClient().send(new AdminResetUserPasswordCommand(user)),
    ],
  ])('refuses it: %s', async (_how, takeBack) => {
    const made = await makeOAuthApp({}, { AutoVerifiedAttributes: ['email'] });
    const code = await newCode(made);
    await takeBack({ UserPoolId: made.poolId, Username: made.user.username });
    expect(await told(await exchange(made, code))).toEqual(invalidGrant);
  });
});
