import { createHash } from 'node:crypto';
import { admin, get, http, type Leg, post } from '../step.ts';
import { makePool, makeUser, password } from './common.ts';

const callback = 'http://localhost:3334/oauth/callback';
const verifier = 'a-verifier-of-the-journey-a-verifier-of-the-journey';
const challenge = createHash('sha256').update(verifier).digest('base64url');
const pool = { UserPoolId: '{{pool}}' };
const api = 'https://mcp.example.com/mcp';

const metadata = {
  client_name: 'Agent (of the journey)',
  redirect_uris: [callback],
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
};

const asked = {
  response_type: 'code',
  client_id: '{{agent}}',
  redirect_uri: callback,
  scope: `${api}/read`,
  state: 's',
  resource: api,
  code_challenge: challenge,
  code_challenge_method: 'S256',
};

const json = { 'content-type': 'application/json' };
const endpoint = '{{endpoint}}/{{pool}}/oauth2/register';
const own = {
  url: '{{endpoint}}/oauth2/register/{{agent}}',
  headers: { authorization: 'Bearer {{management}}', ...json },
};
const query = new URLSearchParams({ ...asked, client_id: '' }).toString().replace('client_id=', 'client_id={{agent}}');
const csrf = { reads: { csrf: /^set-cookie: XSRF-TOKEN=([\da-f-]{36})/m } } as const;
const exchange = { grant_type: 'authorization_code', client_id: '{{agent}}', redirect_uri: callback, resource: api };
const refused = { status: 400 } as const;

const register = (name: string, body: object, told: Partial<Parameters<typeof http>[1]> = {}) =>
  http(name, { method: 'POST', url: endpoint, headers: json, body: JSON.stringify(body), status: 201, ...told });

/** A client that registers itself, what its user is asked, and what it does about its registration. */
export const registration: Leg = {
  name: 'registration',
  clock: 'journey',
  steps: [
    ...makePool(),
    ...makeUser('ada'),
    admin('CreateResourceServer', 'an API for agents', {
      ...pool,
      Identifier: api,
      Name: 'Notes',
      Scopes: [{ ScopeName: 'read', ScopeDescription: 'Read your notes' }],
    }),
    register('a pool that takes nobody', metadata, { status: 403 }),
    admin('GetUserPoolRegistrationSettings', 'the usual settings', pool),
    admin('SetUserPoolRegistrationSettings', 'other settings', { ...pool, MaxClients: 5, IdleDays: 30 }),
    admin(
      'SetUserPoolRegistrationSettings',
      'a provider that is none',
      { ...pool, SupportedIdentityProviders: ['Nobody'] },
      { refused: 'InvalidParameterException' },
    ),
    admin('UpdateUserPool', 'registration for everybody', {
      ...pool,
      DcrConfiguration: { OpenDcrEnabled: true, AllowedScopes: [`${api}/read`] },
    }),
    http('what agents are told', { url: '{{endpoint}}/.well-known/oauth-authorization-server/{{pool}}' }),
    http('what they are told of the API', {
      url: '{{endpoint}}/{{pool}}/.well-known/oauth-protected-resource/mcp.example.com/mcp',
    }),
    http('an API that is none', {
      url: '{{endpoint}}/{{pool}}/.well-known/oauth-protected-resource/mcp.example.com',
      status: 404,
    }),
    register('an agent', metadata, { keep: { agent: 'client_id', management: 'registration_access_token' } }),
    register('one with a script', { ...metadata, redirect_uris: ['javascript:alert(1)'] }, refused),
    register('one with a grant that is none', { ...metadata, grant_types: ['password'] }, refused),
    register('one with a token that is none', metadata, {
      headers: { ...json, authorization: 'Bearer none' },
      status: 401,
    }),
    http('no pool', { method: 'POST', url: '{{endpoint}}/oauth2/register', headers: json, body: '{}', ...refused }),
    http('a GET of registrations', { url: '{{endpoint}}/oauth2/register', status: 405 }),
    http('its own registration', own),
    http('the same below the issuer', { ...own, url: `${endpoint}/{{agent}}` }),
    http('another name', {
      ...own,
      method: 'PUT',
      body: JSON.stringify({ ...metadata, client_id: '{{agent}}', client_name: 'Agent' }),
    }),
    get('a request of the agent', '/oauth2/authorize', asked),
    get('the sign-in page of the agent', '/login', asked, { status: 200, ...csrf }),
    post(
      'a sign-in for the agent',
      `/login?${query}`,
      { _csrf: '{{csrf}}', username: 'ada', password },
      {
        status: 302,
        headers: { cookie: 'XSRF-TOKEN={{csrf}}' },
        reads: { session: /^set-cookie: (gatehouse-[^;]+)/m },
      },
    ),
    get('the question to the user', '/oauth2/consent', asked, {
      status: 200,
      headers: { cookie: 'XSRF-TOKEN={{csrf}}; {{session}}' },
      reads: { sub: /name="allow"[^>]*? value="([\da-f-]{36})"/ },
    }),
    post(
      'a form of elsewhere',
      `/oauth2/consent?${query}`,
      { allow: '{{sub}}' },
      { status: 200, headers: { cookie: 'XSRF-TOKEN={{csrf}}; {{session}}' } },
    ),
    post(
      'no',
      `/oauth2/consent?${query}`,
      { _csrf: '{{csrf}}', deny: 'true' },
      { status: 302, headers: { cookie: 'XSRF-TOKEN={{csrf}}; {{session}}' } },
    ),
    post(
      'yes',
      `/oauth2/consent?${query}`,
      { _csrf: '{{csrf}}', allow: '{{sub}}' },
      {
        status: 302,
        headers: { cookie: 'XSRF-TOKEN={{csrf}}; {{session}}' },
        reads: { code: /^location: \S*[?&]code=([\da-f-]{36})/m },
      },
    ),
    post(
      'its tokens',
      '/oauth2/token',
      { ...exchange, code: '{{code}}', code_verifier: verifier },
      { keep: { refresh: 'refresh_token' } },
    ),
    post('more of them', '/oauth2/token', {
      grant_type: 'refresh_token',
      client_id: '{{agent}}',
      refresh_token: '{{refresh}}',
      resource: api,
    }),
    http('its end', { ...own, method: 'DELETE', status: 204 }),
    http('no registration any more', { ...own, status: 401 }),
  ],
};
