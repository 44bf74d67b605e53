import { createHash } from 'node:crypto';
import { admin, get, http, type Leg, post } from '../step.ts';
import { makeClient, makePool, makeUser, password } from './common.ts';

const callback = 'https://app.example.com/callback';
const bye = 'https://app.example.com/bye';
const verifier = 'a-verifier-of-the-journey-a-verifier-of-the-journey';
const challenge = createHash('sha256').update(verifier).digest('base64url');

const onPages = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code', 'implicit'],
  AllowedOAuthScopes: ['openid', 'email', 'orders/read'],
  CallbackURLs: [callback],
  LogoutURLs: [bye],
  SupportedIdentityProviders: ['COGNITO'],
};

const asked = {
  response_type: 'code',
  client_id: '{{client}}',
  redirect_uri: callback,
  scope: 'openid email',
  state: 's',
};
const byPkce = { ...asked, code_challenge: challenge, code_challenge_method: 'S256' };
const logout = { client_id: '{{client}}', logout_uri: bye };
const code = { reads: { code: /^location: \S*[?&]code=([\da-f-]{36})/m } } as const;
const withSession = { headers: { cookie: '{{session}}' } } as const;
const exchange = {
  grant_type: 'authorization_code',
  client_id: '{{client}}',
  code: '{{code}}',
  redirect_uri: callback,
};
const refresh = { grant_type: 'refresh_token', client_id: '{{client}}', refresh_token: '{{refresh}}' };
const asMachine = { client_id: '{{machine}}', client_secret: '{{secret}}' };
const refused = { status: 400 } as const;
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const asDevice = { client_id: '{{client}}', scope: 'openid' };
const ofDevice = { grant_type: deviceGrant, device_code: '{{device}}' };
const byReference = { client_id: '{{client}}' };

/** The OAuth endpoints and the sign-in page: through the flows and back, and what goes wrong on the way. */
export const oauth: Leg = {
  name: 'oauth',
  clock: 'journey',
  steps: [
    ...makePool(),
    admin('CreateResourceServer', 'an API', {
      UserPoolId: '{{pool}}',
      Identifier: 'orders',
      Name: 'Orders',
      Scopes: [{ ScopeName: 'read', ScopeDescription: 'To read' }],
    }),
    makeClient(onPages),
    ...makeUser('ada'),
    get('a request of an app', '/oauth2/authorize', byPkce),
    get('the sign-in page', '/login', byPkce, {
      status: 200,
      reads: { csrf: /^set-cookie: XSRF-TOKEN=([\da-f-]{36})/m },
    }),
    post(
      'a wrong password',
      `/login?${new URLSearchParams({ ...byPkce, client_id: '' })}`.replace('client_id=', 'client_id={{client}}'),
      { _csrf: '{{csrf}}', username: 'ada', password: 'Wrong-horse-1' },
      { status: 200, headers: { cookie: 'XSRF-TOKEN={{csrf}}' } },
    ),
    post(
      'name and password',
      `/login?${new URLSearchParams({ ...byPkce, client_id: '' })}`.replace('client_id=', 'client_id={{client}}'),
      { _csrf: '{{csrf}}', username: 'ada', password },
      {
        status: 302,
        headers: { cookie: 'XSRF-TOKEN={{csrf}}' },
        reads: { ...code.reads, session: /^set-cookie: (gatehouse-[^;]+)/m },
      },
    ),
    post('another verifier', '/oauth2/token', { ...exchange, code_verifier: challenge }, refused),
    post(
      'the code',
      '/oauth2/token',
      { ...exchange, code_verifier: verifier },
      {
        keep: { refresh: 'refresh_token', access: 'access_token', id: 'id_token' },
      },
    ),
    http('about the user', { url: '{{endpoint}}/oauth2/userInfo', headers: { authorization: 'Bearer {{access}}' } }),
    post('new tokens', '/oauth2/token', refresh),
    post('less of them', '/oauth2/token', { ...refresh, scope: 'openid' }),
    post('more than was granted', '/oauth2/token', { ...refresh, scope: 'orders/read' }, refused),
    post('the code again', '/oauth2/token', { ...exchange, code_verifier: verifier }, refused),
    post('what it gave', '/oauth2/token', refresh, refused),
    get('with the session', '/oauth2/authorize', { ...asked, prompt: 'none' }, { ...withSession, ...code }),
    post('its code too late', '/oauth2/token', exchange, { ...refused, after: 300 }),
    get('for the API', '/oauth2/authorize', { ...asked, scope: '', resource: 'orders' }, { ...withSession, ...code }),
    post('the code for the API', '/oauth2/token', exchange, { keep: { refresh: 'refresh_token' } }),
    get('the choice of account', '/login', asked, {
      ...withSession,
      status: 200,
      reads: { choice: /^set-cookie: XSRF-TOKEN=([\da-f-]{36})/m, sub: /name="signInAs"[^>]*? value="([\da-f-]{36})"/ },
    }),
    post(
      'the account of the session',
      `/login?${new URLSearchParams({ ...asked, client_id: '' })}`.replace('client_id=', 'client_id={{client}}'),
      { _csrf: '{{choice}}', signInAs: '{{sub}}' },
      { status: 302, headers: { cookie: 'XSRF-TOKEN={{choice}}; {{session}}' }, ...code },
    ),
    get('tokens at once', '/oauth2/authorize', { ...asked, response_type: 'token' }, withSession),
    get('by a form', '/oauth2/authorize', { ...asked, response_mode: 'form_post' }, { ...withSession, status: 200 }),
    get('no session, no question', '/oauth2/authorize', { ...asked, prompt: 'none' }),
    get('another address', '/oauth2/authorize', { ...asked, redirect_uri: 'https://evil.example.com' }),
    get('no client', '/oauth2/authorize', { ...asked, client_id: 'nobodysclient' }),
    get('nothing', '/oauth2/authorize', {}),
    get('a scope too many', '/oauth2/authorize', { ...asked, scope: 'openid phone' }),
    get('a plain challenge', '/oauth2/authorize', { ...byPkce, code_challenge_method: 'plain' }),
    get('a resource that is none', '/oauth2/authorize', { ...asked, resource: 'bills' }),
    get('what is wrong', '/error', { error: 'redirect_mismatch', client_id: '{{client}}' }, refused),
    http('a GET of tokens', { url: '{{endpoint}}/oauth2/token', status: 405 }),
    post('a grant that is none', '/oauth2/token', { grant_type: 'password', client_id: '{{client}}' }, refused),
    post('no machine', '/oauth2/token', { grant_type: 'client_credentials', client_id: '{{client}}' }, refused),
    admin('SetUserPoolClientOAuthSettings', 'the device grant', {
      UserPoolId: '{{pool}}',
      ClientId: '{{client}}',
      GrantTypes: [deviceGrant],
    }),
    post('a request that is pushed', '/oauth2/par', asked, { status: 201, keep: { pushed: 'request_uri' } }),
    get('by its reference', '/oauth2/authorize', { ...byReference, request_uri: '{{pushed}}' }, withSession),
    get('by its reference again', '/oauth2/authorize', { ...byReference, request_uri: '{{pushed}}' }, withSession),
    post('a device', '/oauth2/device_authorization', asDevice, {
      keep: { device: 'device_code', userCode: 'user_code' },
    }),
    post('a device that has to wait', '/oauth2/token', { ...asDevice, ...ofDevice }, refused),
    http('the page for its code', { url: '{{endpoint}}/device' }),
    get('a code that is none', '/device', { user_code: 'BCDF-GHJK' }, refused),
    get(
      'its code',
      '/device',
      { user_code: '{{userCode}}' },
      {
        ...withSession,
        status: 200,
        reads: { answer: /^set-cookie: XSRF-TOKEN=([\da-f-]{36})/m, sub: /name="sub" value="([\da-f-]{36})"/ },
      },
    ),
    post(
      'its code, allowed',
      '/device?user_code={{userCode}}',
      { _csrf: '{{answer}}', sub: '{{sub}}', answer: 'allow' },
      { headers: { cookie: 'XSRF-TOKEN={{answer}}; {{session}}' } },
    ),
    post('the tokens of the device', '/oauth2/token', { ...asDevice, ...ofDevice }, { after: 5 }),
    get('a logout that leads elsewhere', '/logout', { ...logout, logout_uri: 'https://evil.example.com' }),
    get('a logout by an ID token', '/logout', { id_token_hint: '{{id}}', post_logout_redirect_uri: bye, state: 's' }),
    get('a logout', '/logout', logout, withSession),
    get('the session is over', '/oauth2/authorize', { ...asked, prompt: 'none' }, withSession),
    post('tokens are not', '/oauth2/token', refresh),
    makeClient(
      {
        ...onPages,
        GenerateSecret: true,
        AllowedOAuthFlows: ['client_credentials'],
        AllowedOAuthScopes: ['orders/read'],
      },
      'machine',
    ),
    admin(
      'DescribeUserPoolClient',
      'its secret',
      { UserPoolId: '{{pool}}', ClientId: '{{machine}}' },
      { keep: { secret: 'UserPoolClient.ClientSecret' } },
    ),
    post('a machine', '/oauth2/token', { ...asMachine, grant_type: 'client_credentials' }),
    post('what a token says', '/oauth2/introspect', { ...asMachine, token: '{{access}}' }),
    post('the end of a refresh token', '/oauth2/revoke', { client_id: '{{client}}', token: '{{refresh}}' }),
    post('tokens no more', '/oauth2/token', refresh, refused),
  ],
};
