import {
  AdminUserGlobalSignOutCommand,
  DeleteResourceServerCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { askHost } from '#tests/support/discovery.ts';
import { aPrefix, createDomain, hostOf } from '#tests/support/domains.ts';
import {
  authorizePath,
  callback,
  exchange,
  locationOf,
  makeOAuthApp,
  newVerifier,
  type OAuthApp,
  onPages,
  signInOnPage,
} from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makeUser } from '#tests/support/pools.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';
import { errorOn } from '#tests/support/sign-in-page.ts';
import { stack } from '#tests/support/stack.ts';
import { formIn, newUserAgent, type UserAgent } from '#tests/support/user-agent.ts';

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const mcp = 'https://api.example.com/mcp';
const other = 'https://other.example.com';

type Asked = Readonly<Record<string, string | undefined>>;

let app: OAuthApp;
let agent: UserAgent;

/** One more client of the pool, at which the same session holds. */
const anotherClient = async (settings: Parameters<typeof makeClient>[1]): Promise<OAuthApp> => ({
  ...app,
  ...(await makeClient(app.poolId, { ...onPages, ...settings })),
});

beforeAll(async () => {
  app = await makeOAuthApp();
  await makeResourceServer(app, mcp, ['read', 'write']);
  await makeResourceServer(app, other, ['read']);
  agent = newUserAgent();
  await signInOnPage(agent, app);
});

/** The path and the parameters of where the answer leads, at this origin. */
const errorPageOf = (answer: Response) => {
  const { origin, pathname, searchParams } = locationOf(answer);
  expect(answer.status).toBe(302);
  expect(origin).toBe(stack().endpoint);
  return { pathname, ...Object.fromEntries(searchParams) };
};

/** The parameters that the app gets at its address. */
const toldTo = (answer: Response, address = callback): Readonly<Record<string, string>> => {
  const location = answer.headers.get('location') ?? '';
  expect(answer.status).toBe(302);
  expect(location.slice(0, address.length + 1)).toMatch(/[?#&]$/);
  expect(location.startsWith(address), location).toBe(true);
  return Object.fromEntries(new URLSearchParams(location.slice(address.length + 1)));
};

const iss = () => `${stack().endpoint}/${app.poolId}`;

describe('authorize, without a session', () => {
  it('leads to the sign-in page with the same query, whatever that has beside', async () => {
    const path = authorizePath(app, { state: 'a/b c', unknown: '1', identity_provider: 'COGNITO' });
    const answer = await newUserAgent().get(path);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`${stack().endpoint}/login${path.slice(path.indexOf('?'))}`);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^XSRF-TOKEN=[\da-f-]{36}; Path=\/; HttpOnly/),
    ]);
    expect(await answer.text()).toBe('');
  });

  it('tells the app so where it may not ask the user', async () => {
    const answer = await newUserAgent().get(authorizePath(app, { prompt: 'none', state: 's' }));
    expect(toldTo(answer)).toEqual({ error: 'login_required', state: 's', iss: iss() });
  });
});

describe('authorize, for an identity provider', () => {
  it.each([{ identity_provider: 'Nobodys' }, { idp_identifier: 'nobodys.example' }])(
    'tells the app that the client has none such: %o',
    async (asked) => {
      const answer = await newUserAgent().get(authorizePath(app, { ...asked, state: 's' }));
      const error_description = 'The identity provider is not enabled for the client.';
      expect(toldTo(answer)).toEqual({ error: 'invalid_request', error_description, state: 's', iss: iss() });
    },
  );
});

// OpenID Connect Core section 3.1.2.1: the user of the id_token_hint, or an error.
describe('authorize, with an id_token_hint', () => {
  const hint = async (): Promise<string> => {
    const code = toldTo(await agent.get(authorizePath(app, { scope: 'openid' }))).code ?? '';
    return JSON.parse(await (await exchange(app, code)).text()).id_token;
  };

  it('takes the session of that user, also by a token that has expired', async () => {
    const id_token_hint = await hint();
    for (const ahead of [0, 2 * 3_600_000]) {
      const again = newUserAgent({ ahead });
      await signInOnPage(again, app);
      expect(toldTo(await again.get(authorizePath(app, { prompt: 'none', id_token_hint })))).toHaveProperty('code');
    }
  });

  it('takes no session and no sign-in of another user', async () => {
    const id_token_hint = await hint();
    const other = { ...app, user: await makeUser(app) };
    const elsewhere = newUserAgent();
    await signInOnPage(elsewhere, other);
    const silent = await elsewhere.get(authorizePath(app, { prompt: 'none', id_token_hint }));
    expect(toldTo(silent)).toEqual({ error: 'login_required', iss: iss() });
    const page = await signInOnPage(elsewhere, other, { id_token_hint });
    expect(page.status).toBe(200);
    expect(await errorOn(page)).toBe('The app asks for another user. Please sign in again.');
    expect(toldTo(await signInOnPage(newUserAgent(), app, { id_token_hint }))).toHaveProperty('code');
  });

  it('is refused where it is no ID token of the client', async () => {
    const anothers = await anotherClient({});
    const code = toldTo(await agent.get(authorizePath(anothers, { scope: 'openid' }))).code ?? '';
    const tokens = JSON.parse(await (await exchange(anothers, code)).text());
    for (const id_token_hint of ['x', tokens.id_token, tokens.access_token, `${(await hint()).slice(0, -4)}AAAA`]) {
      const answer = await agent.get(authorizePath(app, { prompt: 'none', id_token_hint }));
      expect(toldTo(answer)).toMatchObject({ error: 'invalid_request' });
    }
  });
});

describe('authorize, where no address is proved to be the app’s', () => {
  const mismatch = () => ({ pathname: '/error', error: 'redirect_mismatch', client_id: app.clientId });
  const invalid = { pathname: '/error', error: 'invalid_request' };
  const missing = { pathname: '/error', error: 'Required parameters missing' };

  it.each([
    ['another address', 'https://evil.example.com/callback'],
    ['the address with a path behind it', `${callback}/more`],
    ['the address with a query', `${callback}?a=1`],
    ['the address with a fragment', `${callback}#a`],
    ['the address in capitals', callback.toUpperCase()],
    ['the address with a dot', 'https://app.example.com/./callback'],
    ['the address with an escape', 'https://app.example.com/%63allback'],
    ['a path', '/callback'],
    ['another host by a user', 'https://app.example.com@evil.example.com/callback'],
    ['a NUL', `${callback}\u0000`],
    ['a line end', `${callback}\r\nX: y`],
  ])('shows its own page for %s', async (_case, redirect_uri) => {
    expect(errorPageOf(await agent.get(authorizePath(app, { redirect_uri })))).toEqual(mismatch());
  });

  it.each<[string, Asked, object]>([
    ['a client that is unknown', { client_id: 'nobodysclient' }, invalid],
    ['a client id that is none', { client_id: '../x y' }, invalid],
    ['a client id that is much too long', { client_id: 'a'.repeat(3000) }, invalid],
    ['no client', { client_id: undefined }, missing],
    ['an empty client', { client_id: '' }, missing],
    ['no address, where the client has no default', { redirect_uri: undefined }, missing],
  ])('shows its own page for %s', async (_case, asked, told) => {
    expect(errorPageOf(await agent.get(authorizePath(app, asked)))).toEqual(told);
  });

  it.each(['client_id=x', 'redirect_uri=https%3A%2F%2Fevil.example.com'])(
    'shows its own page for a second %s',
    async (more) => {
      expect(errorPageOf(await agent.get(`${authorizePath(app)}&${more}`))).toEqual(invalid);
    },
  );

  it('shows its own page where OAuth is off for the client', async () => {
    const off = await anotherClient({ AllowedOAuthFlowsUserPoolClient: false });
    expect(errorPageOf(await agent.get(authorizePath(off)))).toEqual(invalid);
  });

  it('shows its own page for more parameters than anybody needs', async () => {
    const answer = await agent.get(`${authorizePath(app)}${'&a=1'.repeat(100)}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
  });
});

describe('authorize, where the app is told', () => {
  it.each<[string, Asked, object]>([
    [
      'no response type',
      { response_type: undefined },
      { error: 'invalid_request', error_description: /response_type/ },
    ],
    ['a response type that is none', { response_type: 'password' }, { error: 'invalid_request' }],
    ['token id_token', { response_type: 'token id_token' }, { error: 'invalid_request' }],
    ['id_token', { response_type: 'id_token' }, { error: 'invalid_request' }],
    ['code token', { response_type: 'code token' }, { error: 'invalid_request' }],
    ['a scope that the client may not have', { scope: 'openid orders/read' }, { error: 'invalid_scope' }],
    ['offline_access', { scope: 'openid offline_access' }, { error: 'invalid_scope' }],
    ['email without openid', { scope: 'email' }, { error: 'invalid_scope' }],
    ['a scope in odd characters', { scope: 'openid "' }, { error: 'invalid_scope' }],
    [
      'the challenge itself for a verifier',
      { code_challenge: 'a'.repeat(43), code_challenge_method: 'plain' },
      { error: 'invalid_request', error_description: /S256/ },
    ],
    ['a challenge without its method', { code_challenge: 'a'.repeat(43) }, { error: 'invalid_request' }],
    ['a method without a challenge', { code_challenge_method: 'S256' }, { error: 'invalid_request' }],
    [
      'a challenge that no verifier has',
      { code_challenge: 'a'.repeat(44), code_challenge_method: 'S256' },
      { error: 'invalid_request' },
    ],
    ['none beside another prompt', { prompt: 'none login' }, { error: 'invalid_request' }],
    ['an age that is no number', { max_age: 'soon' }, { error: 'invalid_request', error_description: /max_age/ }],
    ['a negative age', { max_age: '-1' }, { error: 'invalid_request' }],
    ['a response mode that is none', { response_mode: 'cookie' }, { error: 'invalid_request' }],
    ['a request object', { request: 'eyJ9.e30.' }, { error: 'request_not_supported' }],
    ['a request object elsewhere', { request_uri: 'https://evil.example.com' }, { error: 'request_uri_not_supported' }],
    ['a nonce that is too long', { nonce: 'n'.repeat(2049) }, { error: 'invalid_request', error_description: /nonce/ }],
    ['a resource that is no resource server', { resource: 'https://nobody.example.com' }, { error: 'invalid_target' }],
    ['a resource that is much too long', { resource: 'r'.repeat(2000) }, { error: 'invalid_target' }],
  ])('refuses %s', async (_case, asked, told) => {
    const expected = Object.entries(told).map(([name, value]) => [
      name,
      value instanceof RegExp ? expect.stringMatching(value) : value,
    ]);
    expect(toldTo(await agent.get(authorizePath(app, { state: 'a&b=c', ...asked })))).toMatchObject({
      ...Object.fromEntries(expected),
      state: 'a&b=c',
      iss: iss(),
    });
  });

  it.each(['scope=openid', 'state=b', 'response_type=code', 'nonce=b', 'code_challenge=b', 'prompt=login'])(
    'refuses a second %s',
    async (more) => {
      const path = authorizePath(app, {
        scope: 'openid',
        state: 'a',
        nonce: 'a',
        code_challenge: 'a',
        prompt: 'login',
      });
      const told = toldTo(await agent.get(`${path}&${more}`));
      expect(told).toMatchObject({ error: 'invalid_request', iss: iss() });
      expect(told.state).toBe(more === 'state=b' ? undefined : 'a');
    },
  );

  it('refuses two resources', async () => {
    const path = authorizePath(app, { resource: mcp });
    const answer = await agent.get(`${path}&resource=${encodeURIComponent(other)}`);
    expect(toldTo(answer)).toMatchObject({ error: 'invalid_target' });
  });

  it('refuses a flow that the client may not use, in the way of that flow', async () => {
    const codeOnly = await anotherClient({ AllowedOAuthFlows: ['code'] });
    const implicitOnly = await anotherClient({ AllowedOAuthFlows: ['implicit'] });
    const implicit = await agent.get(authorizePath(codeOnly, { response_type: 'token' }));
    expect(implicit.headers.get('location')?.startsWith(`${callback}#error=unauthorized_client&iss=`)).toBe(true);
    const code = await agent.get(authorizePath(implicitOnly));
    expect(code.headers.get('location')?.startsWith(`${callback}?error=unauthorized_client&iss=`)).toBe(true);
  });

  it('puts the description before the error, as Cognito does', async () => {
    const answer = await agent.get(authorizePath(app, { prompt: 'none login' }));
    expect(answer.headers.get('location')).toContain(
      `${callback}?error_description=The+prompt+none+stands+alone.&error=invalid_request&iss=`,
    );
  });

  it('refuses a request without a code challenge where the client requires one', async () => {
    const strict = await anotherClient({});
    await callOwn('SetUserPoolClientOAuthSettings', {
      UserPoolId: app.poolId,
      ClientId: strict.clientId,
      RequirePkce: true,
    });
    expect(toldTo(await agent.get(authorizePath(strict)))).toMatchObject({
      error: 'invalid_request',
      error_description: 'A code_challenge is required.',
    });
    const { challenge } = newVerifier();
    const good = { code_challenge: challenge, code_challenge_method: 'S256' };
    expect(toldTo(await agent.get(authorizePath(strict, good))).code).toMatch(uuid);
  });
});

describe('authorize, with a session', () => {
  it('gives a code at once, with the state as it was and the issuer', async () => {
    const state = 'ä/+&=?#%20 "\u{1f510}';
    const answer = await agent.get(authorizePath(app, { state, scope: 'openid' }));
    const told = toldTo(answer);
    expect(told).toEqual({ code: expect.stringMatching(uuid), state, iss: iss() });
    expect((await exchange(app, told.code ?? '')).status).toBe(200);
  });

  it.each(['login', 'select_account', 'login consent'])('asks the user for prompt %s', async (prompt) => {
    const { origin, pathname } = locationOf(await agent.get(authorizePath(app, { prompt })));
    expect(origin + pathname).toBe(`${stack().endpoint}/login`);
  });

  it('asks the user where the sign-in is older than the app takes', async () => {
    const later = newUserAgent({ cookies: agent.cookies, ahead: 600_000 });
    expect(locationOf(await later.get(authorizePath(app, { max_age: '500' }))).pathname).toBe('/login');
    expect(toldTo(await later.get(authorizePath(app, { max_age: '3000' }))).code).toMatch(uuid);
    expect(toldTo(await later.get(authorizePath(app, { max_age: '500', prompt: 'none' }))).error).toBe(
      'login_required',
    );
    expect(locationOf(await agent.get(authorizePath(app, { max_age: '0' }))).pathname).toBe('/login');
  });

  it('asks the user once an hour is over', async () => {
    const at = (ahead: number) => newUserAgent({ cookies: new Map(agent.cookies), ahead }).get(authorizePath(app));
    expect(toldTo(await at(3_000_000)).code).toMatch(uuid);
    expect(locationOf(await at(3_700_000)).pathname).toBe('/login');
  });

  it('asks the user of a cookie that names no session', async () => {
    const [name = ''] = [...agent.cookies.keys()].filter((cookie) => cookie.startsWith('gatehouse-'));
    for (const value of ['x', '', `${agent.cookies.get(name)}AAAA`, 'a'.repeat(3000)]) {
      const forger = newUserAgent({ cookies: new Map([[name, value]]) });
      expect(locationOf(await forger.get(authorizePath(app))).pathname).toBe('/login');
    }
  });

  it('posts the answer where the app asks for that', async () => {
    const state = '"><script>alert(1)</script>';
    const answer = await agent.get(authorizePath(app, { response_mode: 'form_post', state }));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    const page = await answer.text();
    expect(page).not.toContain('<script>alert');
    expect(page).toContain(`<form method="post" action="${callback}">`);
    expect(page).toContain('value="&quot;>&lt;script>');
    expect(page).toMatch(/name="code" value="[\da-f-]{36}"/);
    expect(page).toContain(`name="iss" value="${iss()}"`);
    expect(formIn(page).fields).not.toHaveProperty('error');
    const refused = await agent.get(authorizePath(app, { response_mode: 'form_post', scope: 'nothing' }));
    expect(await refused.text()).toContain('name="error" value="invalid_scope"');
  });

  it('puts a code into the fragment where the app asks for that', async () => {
    const answer = await agent.get(authorizePath(app, { response_mode: 'fragment' }));
    expect(answer.headers.get('location')).toMatch(/\/callback#code=[\da-f-]{36}&iss=/);
  });

  it('keeps the query of an address, and leads to apps on phones', async () => {
    const CallbackURLs = ['https://app.example.com/back?tenant=1', 'com.example.app://signed-in', 'myapp:/back'];
    const client = await anotherClient({ CallbackURLs });
    for (const redirect_uri of CallbackURLs) {
      const location = (await agent.get(authorizePath(client, { redirect_uri }))).headers.get('location') ?? '';
      expect(location.slice(0, redirect_uri.length + 6)).toBe(
        `${redirect_uri}${redirect_uri.includes('?') ? '&' : '?'}code=`,
      );
    }
  });

  it('leads to an address in any script, escaped as headers need it', async () => {
    const redirect_uri = 'https://app.example.com/zurück/登录';
    const client = await anotherClient({ CallbackURLs: [redirect_uri] });
    const location = (await agent.get(authorizePath(client, { redirect_uri }))).headers.get('location') ?? '';
    expect(location.startsWith(`${encodeURI(redirect_uri)}?code=`), location).toBe(true);
  });

  it('leads to the default address of the client where the request names none', async () => {
    const second = 'https://app.example.com/second';
    const client = await anotherClient({ CallbackURLs: [callback, second], DefaultRedirectURI: second });
    const answer = await agent.get(authorizePath(client, { redirect_uri: undefined }));
    const { code = '' } = toldTo(answer, second);
    const tokens = await exchange(client, code, { redirect_uri: second });
    expect(tokens.status).toBe(200);
  });

  it('does as the client is set up now', async () => {
    const client = await anotherClient({});
    expect(toldTo(await agent.get(authorizePath(client))).code).toMatch(uuid);
    const ids = { UserPoolId: app.poolId, ClientId: client.clientId };
    await adminClient().send(
      new UpdateUserPoolClientCommand({ ...onPages, ...ids, CallbackURLs: ['https://elsewhere.example.com'] }),
    );
    expect(errorPageOf(await agent.get(authorizePath(client)))).toMatchObject({ error: 'redirect_mismatch' });
  });
});

describe('authorize, implicit', () => {
  const tokensIn = (answer: Response): string => answer.headers.get('location')?.split('#')[1] ?? '';

  it("gives tokens in the fragment, in Cognito's order, and never a refresh token", async () => {
    const asked = { response_type: 'token', scope: 'openid email', state: 's', nonce: 'n-1' };
    const answer = await agent.get(authorizePath(app, asked));
    const fragment = new URLSearchParams(tokensIn(answer));
    expect([...fragment.keys()]).toEqual(['id_token', 'access_token', 'expires_in', 'token_type', 'state', 'iss']);
    expect(fragment.get('token_type')).toBe('Bearer');
    expect(fragment.get('expires_in')).toBe('3600');
    expect(decodeJwt(fragment.get('id_token') ?? '')).toMatchObject({ nonce: 'n-1', sub: app.user.sub });
    expect(decodeJwt(fragment.get('access_token') ?? '')).toMatchObject({ scope: 'openid email' });
  });

  it('gives an ID token with openid alone', async () => {
    const scope = 'aws.cognito.signin.user.admin';
    const answer = await agent.get(authorizePath(app, { response_type: 'token', scope }));
    expect([...new URLSearchParams(tokensIn(answer)).keys()]).toEqual([
      'access_token',
      'expires_in',
      'token_type',
      'iss',
    ]);
  });

  it('puts no token into a query', async () => {
    const answer = await agent.get(authorizePath(app, { response_type: 'token', response_mode: 'query' }));
    expect(answer.headers.get('location')).toMatch(/\/callback#error_description=[^#]*&error=invalid_request&iss=/);
  });

  it('follows a sign-in on the page, too', async () => {
    const answer = await signInOnPage(newUserAgent(), app, { response_type: 'token', scope: 'openid' });
    expect(tokensIn(answer)).toMatch(/^id_token=/);
  });
});

describe('authorize, for a resource', () => {
  let client: OAuthApp;

  beforeAll(async () => {
    client = await anotherClient({ AllowedOAuthScopes: ['openid', `${mcp}/read`, `${other}/read`] });
  });

  const grantedFor = async (asked: Asked): Promise<Readonly<Record<string, unknown>>> => {
    const { code = '' } = toldTo(await agent.get(authorizePath(client, asked)));
    const { access_token } = JSON.parse(await (await exchange(client, code)).text());
    return decodeJwt(access_token);
  };

  it('gives tokens for that resource server alone', async () => {
    const claims = await grantedFor({ resource: mcp, scope: `openid ${mcp}/read` });
    expect(claims).toMatchObject({ aud: mcp, scope: `openid ${mcp}/read` });
  });

  it('refuses scopes of another resource server', async () => {
    const answer = await agent.get(authorizePath(client, { resource: mcp, scope: `${other}/read` }));
    expect(toldTo(answer)).toMatchObject({
      error: 'invalid_request',
      error_description:
        'custom scopes requested for resource-binding must be assigned to the resource being requested',
    });
  });

  it('gives what the client may have of that resource server where the request names no scope', async () => {
    expect(await grantedFor({ resource: mcp })).toMatchObject({ aud: mcp, scope: `openid ${mcp}/read` });
  });

  it('gives no scope of a resource server that is gone', async () => {
    const gone = await makeResourceServer(app, 'gone');
    const former = await anotherClient({ AllowedOAuthScopes: ['openid', `${gone}/read`] });
    await adminClient().send(new DeleteResourceServerCommand({ UserPoolId: app.poolId, Identifier: gone }));
    const named = await agent.get(authorizePath(former, { scope: `openid ${gone}/read` }));
    expect(toldTo(named)).toMatchObject({ error: 'invalid_scope' });
    const { code = '' } = toldTo(await agent.get(authorizePath(former)));
    const { access_token } = JSON.parse(await (await exchange(former, code)).text());
    expect(decodeJwt(access_token).scope).toBe('openid');
  });

  it('behaves as Cognito for a resource that is none, where the client is set up so', async () => {
    const like = await anotherClient({});
    await callOwn('SetUserPoolClientOAuthSettings', {
      UserPoolId: app.poolId,
      ClientId: like.clientId,
      UnregisteredResource: 'AS_COGNITO',
    });
    const resource = 'https://nobody.example.com';
    const { code = '' } = toldTo(await agent.get(authorizePath(like, { resource })));
    expect(code).toMatch(uuid);
    const tokens = await exchange(like, code, { resource });
    expect([tokens.status, await tokens.text()]).toEqual([400, '{"error":"invalid_grant"}']);
  });
});

describe('authorize, at a domain', () => {
  it('serves the clients of that pool, and no others', async () => {
    const [prefix, foreign] = [aPrefix(), await makeOAuthApp()];
    await createDomain(app.poolId, prefix);
    const own = await askHost(hostOf(prefix), authorizePath(app));
    expect(own.headers.location).toMatch(new RegExp(`^http://${hostOf(prefix)}/login\\?`));
    const others = await askHost(hostOf(prefix), authorizePath(foreign));
    expect([others.status, others.headers.location]).toEqual([
      302,
      `http://${hostOf(prefix)}/error?error=invalid_request`,
    ]);
  });

  it('serves nobody at a domain that no pool has', async () => {
    const { status, headers } = await askHost(hostOf(aPrefix()), authorizePath(app));
    expect([status, headers.location]).toEqual([302, expect.stringMatching(/\/error\?error=invalid_request$/)]);
  });
});

describe('authorize, of a user who is gone', () => {
  it('asks again who is there', async () => {
    const pool = await makeOAuthApp();
    const browser = newUserAgent();
    await signInOnPage(browser, pool);
    await adminClient().send(
      new AdminUserGlobalSignOutCommand({ UserPoolId: pool.poolId, Username: pool.user.username }),
    );
    expect(locationOf(await browser.get(authorizePath(pool))).pathname).toBe('/login');
  });
});
