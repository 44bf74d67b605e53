import { InitiateAuthCommand, SignUpCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { registrationScope, registrationServer } from '#shared/domain/app-clients/client-registration.ts';
import { jwksOf, newEcKeys } from '#tests/support/client-keys.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { askHost } from '#tests/support/discovery.ts';
import { aPrefix, createDomain, hostOf } from '#tests/support/domains.ts';
import { newProofKeys, proofHeader } from '#tests/support/dpop.ts';
import { postFrom } from '#tests/support/from-address.ts';
import { hour, nextHour } from '#tests/support/hours.ts';
import { authorizePath, locationOf, newVerifier, postForm } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makePool, password } from '#tests/support/pools.ts';
import {
  aClient,
  allowAt,
  api,
  apiScopes,
  askRegistration,
  clientCallback,
  makeOpenPool,
  type OpenPool,
  type Registration,
  register,
} from '#tests/support/registration.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

const dayMs = 86_400_000;
const many = (count: number): string[] => Array.from({ length: count }, (_none, port) => `http://localhost/${port}`);

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

/** An initial access token, or one with another scope. */
const initialToken = async (own: OpenPool, scope = registrationScope, headers = {}): Promise<string> => {
  const machine = await makeClient(own.poolId, {
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: [scope],
    ExplicitAuthFlows: [],
  });
  const fields = {
    grant_type: 'client_credentials',
    client_id: machine.clientId,
    client_secret: machine.clientSecret ?? '',
  };
  const answer = await postForm('/oauth2/token', fields, { headers });
  return JSON.parse(await answer.text()).access_token;
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

  it('gives a client that asks for one a secret, which proves it', async () => {
    const told = JSON.parse(await (await ask({ ...aClient, token_endpoint_auth_method: 'client_secret_post' })).text());
    expect(told).toMatchObject({ client_secret: expect.stringMatching(/^[a-z0-9]{51}$/), client_secret_expires_at: 0 });
    const fields = { grant_type: 'refresh_token', client_id: told.client_id, refresh_token: 'none' };
    expect(await errorOf(await postForm('/oauth2/token', fields))).toBe('400 invalid_client');
    const proved = { ...fields, client_secret: told.client_secret };
    expect(await errorOf(await postForm('/oauth2/token', proved))).toBe('400 invalid_grant');
  });

  it('takes a key by which the client proves itself', async () => {
    const jwks = JSON.parse(JSON.stringify(jwksOf(newEcKeys())));
    const told = JSON.parse(
      await (await ask({ ...aClient, token_endpoint_auth_method: 'private_key_jwt', jwks })).text(),
    );
    expect(told).toMatchObject({ token_endpoint_auth_method: 'private_key_jwt', jwks });
    expect(told).not.toHaveProperty('client_secret');
  });

  it.each([
    ['nothing', {}, 'invalid_redirect_uri'],
    ['no object', [], 'invalid_client_metadata'],
    ['null', null, 'invalid_client_metadata'],
    ['no JSON', '{', 'invalid_client_metadata'],
    ['no redirect URI', { ...aClient, redirect_uris: [] }, 'invalid_redirect_uri'],
    ['one text in place of a list', { ...aClient, redirect_uris: clientCallback }, 'invalid_client_metadata'],
    ['21 redirect URIs', { ...aClient, redirect_uris: many(21) }, 'invalid_redirect_uri'],
    ['a name that is a number', { ...aClient, client_name: 1 }, 'invalid_client_metadata'],
    ['no grant that there is', { ...aClient, grant_types: ['password'] }, 'invalid_client_metadata'],
    ['the implicit flow', { ...aClient, grant_types: ['implicit'] }, 'invalid_client_metadata'],
    ['a machine', { ...aClient, grant_types: ['client_credentials'] }, 'invalid_client_metadata'],
    ['tokens in place of a code', { ...aClient, response_types: ['token'] }, 'invalid_client_metadata'],
    ['a method that there is not', { ...aClient, token_endpoint_auth_method: 'tls' }, 'invalid_client_metadata'],
    [
      'a key method without a key',
      { ...aClient, token_endpoint_auth_method: 'private_key_jwt' },
      'invalid_client_metadata',
    ],
    [
      'keys at an address within the network',
      { ...aClient, token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://10.0.0.1:8443/keys' },
      'invalid_client_metadata',
    ],
    [
      'to be told of logouts at another server than its users come to',
      { ...aClient, redirect_uris: ['https://app.example.com/'], backchannel_logout_uri: 'https://example.com/logout' },
      'invalid_client_metadata',
    ],
    [
      'to be told of logouts within the network',
      { ...aClient, backchannel_logout_uri: 'http://localhost:3334/logout' },
      'invalid_client_metadata',
    ],
    ...['https://[::1]', 'https://127.0.0.1', 'https://localhost'].map((origin): [string, object, string] => [
      `to be told of logouts at ${origin}`,
      { ...aClient, redirect_uris: [`${origin}/callback`], backchannel_logout_uri: `${origin}/logout` },
      'invalid_client_metadata',
    ]),
    ['a script as its page', { ...aClient, client_uri: 'javascript:alert(1)' }, 'invalid_client_metadata'],
    ['17 kB', { ...aClient, extra: 'x'.repeat(17 * 1024) }, 'invalid_client_metadata'],
  ])('refuses %s', async (_what, metadata, error) => {
    expect(await errorOf(await ask(metadata))).toBe(`400 ${error}`);
  });

  it('takes where the client is told of sessions that ended', async () => {
    const logout = {
      backchannel_logout_uri: 'https://app.example.com/logout',
      backchannel_logout_session_required: true,
    };
    const answer = await ask({ ...aClient, redirect_uris: ['https://app.example.com/'], ...logout });
    expect(await answer.json()).toMatchObject(logout);
  });

  it('takes JSON and nothing else, by POST alone', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect(await errorOf(await ask(JSON.stringify(aClient), { headers }))).toBe('400 invalid_client_metadata');
    expect((await fetch(`${stack().endpoint}/oauth2/register`)).status).toBe(405);
  });

  it('is closed where the pool is, and where it is no pool', async () => {
    expect(await errorOf(await ask(aClient, {}, await makePool()))).toBe('403 access_denied');
    expect(await errorOf(await ask(aClient, {}, { poolId: 'us-east-1_000000000' }))).toBe('400 invalid_request');
    expect(await errorOf(await askRegistration('/oauth2/register', aClient))).toBe('400 invalid_request');
    expect(await errorOf(await ask(aClient, {}, await makeOpenPool({ OpenDcrGrantTypes: [] })))).toBe(
      '401 invalid_token',
    );
  });

  it('is below a domain as well, and then the domain is the issuer', async () => {
    const own = await makeOpenPool();
    const prefix = aPrefix();
    await createDomain(own.poolId, prefix);
    const host = hostOf(prefix);
    const metadata = JSON.parse((await askHost(host, '/.well-known/oauth-authorization-server')).body);
    expect(metadata).toMatchObject({
      issuer: `http://${host}`,
      registration_endpoint: `http://${host}/oauth2/register`,
    });
    expect(metadata).not.toHaveProperty('client_id_metadata_document_supported');
    const openId = JSON.parse((await askHost(host, '/.well-known/openid-configuration')).body);
    expect(openId.issuer).toBe(`${stack().endpoint}/${own.poolId}`);
    const headers = { 'content-type': 'application/json' };
    const asked = { headers, body: JSON.stringify(aClient) };
    const { status, body } = await askHost(host, '/oauth2/register', 'POST', asked);
    expect(status, body).toBe(201);
    expect(JSON.parse(body).registration_client_uri).toContain(`http://${host}/oauth2/register/`);
    // The domain of one pool registers nobody in another one.
    expect((await askHost(host, `/${pool.poolId}/oauth2/register`, 'POST', asked)).status).toBe(400);
  });

  it('makes clients that the API does not know, and that no export has', async () => {
    const { client_id: ClientId } = await register(pool);
    const signUp = new SignUpCommand({ ClientId, Username: 'mallory', Password: password });
    await expect(publicClient().send(signUp)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const AuthParameters = { USERNAME: pool.user.username, PASSWORD: password };
    const initiate = new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
    await expect(publicClient().send(initiate)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('follows the pool, which may take back what clients may ask for', async () => {
    const own = await makeOpenPool();
    const { client_id: clientId } = await register(own);
    const authorize = () =>
      newUserAgent().get(
        authorizePath(
          { clientId },
          {
            redirect_uri: clientCallback,
            scope: apiScopes.read,
            code_challenge: newVerifier().challenge,
            code_challenge_method: 'S256',
          },
        ),
      );
    expect((await authorize()).headers.get('location')).toContain('/login?');
    await adminClient().send(
      new UpdateUserPoolCommand({ UserPoolId: own.poolId, DcrConfiguration: { OpenDcrEnabled: true } }),
    );
    await expect.poll(async () => (await authorize()).headers.get('location')).toContain('error=invalid_scope');
  });
});

describe('an initial access token', () => {
  it('lets clients register where nobody may without, machines among them', async () => {
    const own = await makeOpenPool({ OpenDcrEnabled: false });
    expect(await errorOf(await ask(aClient, {}, own))).toBe('401 invalid_token');
    const token = await initialToken(own);
    expect((await ask(aClient, { token }, own)).status).toBe(201);
    const machine = { grant_types: ['client_credentials'], token_endpoint_auth_method: 'client_secret_basic' };
    const told = JSON.parse(await (await ask(machine, { token }, own)).text());
    expect(told).toMatchObject({ grant_types: ['client_credentials'], response_types: [], redirect_uris: [] });
    const fields = { grant_type: 'client_credentials', client_id: told.client_id, client_secret: told.client_secret };
    const answer = JSON.parse(await (await postForm('/oauth2/token', fields)).text());
    expect(decodeJwt(answer.access_token).scope).toBe(`${apiScopes.read} ${apiScopes.write}`);
    // It cannot let others in.
    const more = await postForm('/oauth2/token', { ...fields, scope: registrationScope });
    expect(await errorOf(more)).toBe('400 invalid_scope');
  });

  it.each([
    ['what is no token', async () => 'none'],
    ['a token with another scope', async () => initialToken(pool, apiScopes.read)],
    ['a token of another pool', async () => initialToken(await makeOpenPool())],
    ['a token that is bound to a key', async () => initialToken(pool, undefined, await proofHeader(newProofKeys()))],
    ['a token of a user', async () => (await signIn(pool, pool.user)).AccessToken ?? ''],
  ])('is not %s', async (_what, make) => {
    expect(await errorOf(await ask(aClient, { token: await make() }))).toBe('401 invalid_token');
  });

  it('has a scope of its own, whose resource server nobody can make', async () => {
    await expect(makeResourceServer(pool, registrationServer)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('limits', () => {
  /** A pool with so many places for clients that registered themselves. */
  const makeFewPlaces = async (MaxClients: number): Promise<OpenPool> => {
    const own = await makeOpenPool();
    const settings = { UserPoolId: own.poolId };
    await callOwn('SetUserPoolRegistrationSettings', { ...settings, MaxClients });
    await expect
      .poll(async () => Object(await callOwn('GetUserPoolRegistrationSettings', settings)).MaxClients)
      .toBe(MaxClients);
    return own;
  };

  const statusOf = async ({ registration_client_uri: uri, registration_access_token: token }: Registration, days = 0) =>
    (await askRegistration(uri, undefined, { method: 'GET', token, ahead: days * dayMs })).status;

  const use = async (own: OpenPool, clientId: string): Promise<void> => {
    const { verifier, challenge } = newVerifier();
    const query = { redirect_uri: clientCallback, code_challenge: challenge, code_challenge_method: 'S256' };
    const back = await allowAt(authorizePath({ clientId }, query), own);
    const code = back.searchParams.get('code') ?? '';
    const grant = { grant_type: 'authorization_code', client_id: clientId, code, code_verifier: verifier };
    expect((await postForm('/oauth2/token', { ...grant, redirect_uri: clientCallback })).status).toBe(200);
  };

  it('are places: the oldest client that was never used loses its own when all are held', async () => {
    const own = await makeFewPlaces(3);
    const first = await register(own);
    const others = [await register(own), await register(own)];
    expect(await statusOf(first)).toBe(200);
    const last = await register(own);
    expect(await statusOf(first)).toBe(401);
    for (const client of [...others, last]) expect(await statusOf(client)).toBe(200);
    const led = await newUserAgent().get(
      authorizePath({ clientId: first.client_id }, { redirect_uri: clientCallback }),
    );
    expect(locationOf(led).pathname).toBe('/error');
  });

  it('are places: clients that are used keep theirs, and nobody else comes until one is forgotten or goes', async () => {
    const own = await makeFewPlaces(2);
    const used = [await register(own), await register(own)];
    for (const { client_id } of used) await use(own, client_id);
    for (let number = 0; number < 3; number += 1) {
      expect(await errorOf(await ask(aClient, {}, own))).toBe('429 temporarily_unavailable');
    }
    for (const client of used) expect(await statusOf(client)).toBe(200);
    const [gone] = used;
    if (!gone) throw new Error('There is no client.');
    const { registration_client_uri: uri, registration_access_token: token } = gone;
    expect((await askRegistration(uri, undefined, { method: 'DELETE', token })).status).toBe(204);
    await use(own, (await register(own)).client_id);
    expect(await errorOf(await ask(aClient, {}, own))).toBe('429 temporarily_unavailable');
    await register(own, {}, { ahead: 91 * dayMs });
  });

  it('are places: clients with an initial access token keep theirs, used or not', async () => {
    const own = await makeFewPlaces(2);
    const token = await initialToken(own);
    const [first, second] = [await register(own, {}, { token }), await register(own, {}, { token })];
    expect(await errorOf(await ask(aClient, {}, own))).toBe('429 temporarily_unavailable');
    for (const client of [first, second]) expect(await statusOf(client)).toBe(200);
  });

  it('are kept against a stranger: whoever fills the pool takes the places of their own clients', async () => {
    const own = await makeFewPlaces(5);
    const before = await register(own);
    const path = `/${own.poolId}/oauth2/register`;
    // All in one hour, also where the next one begins meanwhile.
    const ahead = nextHour() - Date.now();
    const post = (address: string) => postFrom(address, path, aClient, { ahead });
    for (let number = 0; number < 20; number += 1) expect((await post('127.0.0.2')).status).toBe(201);
    expect((await post('127.0.0.2')).status).toBe(429);
    expect(await statusOf(before)).toBe(200);
    const later = await post('127.0.0.3');
    expect(later.status).toBe(201);
    for (let number = 0; number < 20; number += 1) expect((await post('127.0.0.4')).status).toBe(201);
    for (const client of [before, JSON.parse(later.body)]) expect(await statusOf(client)).toBe(200);
    await use(own, before.client_id);
  });

  it('forgets a client that was never used for a day', async () => {
    const { registration_client_uri: uri, registration_access_token: token } = await register(pool);
    const told = (ahead: number) => askRegistration(uri, undefined, { method: 'GET', token, ahead });
    expect((await told(dayMs - 60_000)).status).toBe(200);
    expect(await errorOf(await told(dayMs + 60_000))).toBe('401 invalid_token');
  });

  it('keeps a client that is used', async () => {
    const own = await makeOpenPool();
    const made = await register(own);
    await use(own, made.client_id);
    expect(await statusOf(made, 89)).toBe(200);
    expect(await statusOf(made, 91)).toBe(401);
  });

  it('takes twenty in an hour from one address', async () => {
    const own = await makeOpenPool();
    const ahead = nextHour() + 12 * hour - Date.now();
    for (let number = 0; number < 20; number += 1) await register(own, {}, { ahead });
    const refused = await ask(aClient, { ahead }, own);
    expect(await errorOf(refused)).toBe('429 temporarily_unavailable');
    await register(own, {}, { ahead: ahead + hour });
  });
});
