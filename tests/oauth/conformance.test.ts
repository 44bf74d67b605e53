/**
 * What modules of OpenID's conformance suite demand, where no other test shows it. docs/conformance.md names a test for
 * each module.
 */
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { fetchKeys, get } from '#tests/support/discovery.ts';
import { authorizePath, callback, exchange, locationOf, makeOAuthApp, type OAuthApp } from '#tests/support/oauth.ts';
import { makeUser, password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { formIn, newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';

type Asked = Readonly<Record<string, string | undefined>>;

let app: OAuthApp;

beforeAll(async () => {
  const made = await makeOAuthApp({ GenerateSecret: true });
  app = { ...made, user: await makeUser(made, { attributes: [{ Name: 'name', Value: 'Ada' }] }) };
});

const issuer = (): string => `${stack().endpoint}/${app.poolId}`;

/** Goes where a request for authorization leads, and signs in where the user is asked. */
const follow = async (agent: UserAgent, answer: Response): Promise<{ answer: Response; isAsked: boolean }> => {
  if (locationOf(answer).pathname !== '/login') return { answer, isAsked: false };
  const page = await agent.get(answer.headers.get('location') ?? '');
  return { answer: await submit(agent, page, { username: app.user.username, password }), isAsked: true };
};

const authorize = async (agent: UserAgent, asked: Asked = {}) =>
  follow(agent, await agent.get(authorizePath(app, { scope: 'openid', state: 's', ...asked })));

/** The tokens for the code of an answer, whose ID token the keys of the pool prove. */
const tokensFor = async (answer: Response, ahead = 0) => {
  const code = locationOf(answer).searchParams.get('code') ?? '';
  const given = await exchange(app, code, {}, { ahead });
  expect(given.status).toBe(200);
  const { id_token: idToken, access_token: accessToken } = JSON.parse(await given.text());
  return { code, idToken, accessToken, claims: decodeJwt(idToken) };
};

const askUserInfo = (accessToken: string, ahead = 0): Promise<Response> =>
  fetch(`${stack().endpoint}/oauth2/userInfo`, {
    headers: {
      authorization: `Bearer ${accessToken}`,
      ...(ahead !== 0 && { 'x-gatehouse-clock': String(Date.now() + ahead) }),
    },
  });

const authTimeOf = ({ auth_time: authTime }: JWTPayload): number => {
  if (typeof authTime !== 'number') throw new Error('The ID token has no auth_time.');
  return authTime;
};

describe('the Basic OP profile', () => {
  it('oidcc-server, oidcc-idtoken-signature: an ID token has what it must, and a published key proves it', async () => {
    const { answer } = await authorize(newUserAgent(), { nonce: 'n-1' });
    expect(locationOf(answer).searchParams.get('state')).toBe('s');
    const { idToken, accessToken, claims } = await tokensFor(answer);
    const keys = createRemoteJWKSet(new URL(`${issuer()}/.well-known/jwks.json`));
    await jwtVerify(idToken, keys, { issuer: issuer(), audience: app.clientId, algorithms: ['RS256'] });
    expect(decodeProtectedHeader(idToken).kid).toBeTypeOf('string');
    expect(claims).toMatchObject({ nonce: 'n-1', sub: app.user.sub, iat: expect.any(Number), exp: expect.any(Number) });
    expect(JSON.parse(await (await askUserInfo(accessToken)).text())).toMatchObject({ sub: app.user.sub });
  });

  it('oidcc-ensure-request-without-nonce-succeeds-for-code-flow: there is no nonce then', async () => {
    const { answer } = await authorize(newUserAgent());
    expect((await tokensFor(answer)).claims).not.toHaveProperty('nonce');
  });

  it('oidcc-scope-all, oidcc-alternate-happy-flow: scopes and parameters may stand in any order', async () => {
    const agent = newUserAgent();
    const parameters = new URLSearchParams({
      state: 's',
      scope: 'phone email profile openid',
      redirect_uri: callback,
      client_id: app.clientId,
      response_type: 'code',
    });
    const { answer } = await follow(agent, await agent.get(`/oauth2/authorize?${parameters}`));
    const { accessToken } = await tokensFor(answer);
    const told = JSON.parse(await (await askUserInfo(accessToken)).text());
    expect(told).toMatchObject({ sub: app.user.sub, name: 'Ada', email: app.user.email });
  });

  it.each<[string, Asked]>([
    ['oidcc-display-page', { display: 'page' }],
    ['oidcc-display-popup', { display: 'popup' }],
    ['oidcc-ui-locales', { ui_locales: 'se' }],
    ['oidcc-claims-locales', { claims_locales: 'se' }],
    ['oidcc-ensure-request-with-acr-values-succeeds', { acr_values: '1 2' }],
    ['oidcc-ensure-request-with-unknown-parameter-succeeds', { extra: 'foobar' }],
    ['oidcc-claims-essential', { claims: '{"userinfo":{"name":{"essential":true}}}' }],
  ])('%s: such a request succeeds, and userInfo has the name', async (_module, asked) => {
    const { answer } = await authorize(newUserAgent(), asked);
    const { accessToken } = await tokensFor(answer);
    expect(JSON.parse(await (await askUserInfo(accessToken)).text())).toMatchObject({ name: 'Ada' });
  });

  it('oidcc-prompt-login: asks a user who has a session, and then tells a later auth_time', async () => {
    const agent = newUserAgent();
    const first = await tokensFor((await authorize(agent)).answer);
    const later = newUserAgent({ cookies: agent.cookies, ahead: 5000 });
    const { answer, isAsked } = await authorize(later, { prompt: 'login' });
    const second = await tokensFor(answer, 5000);
    expect(isAsked).toBe(true);
    expect(authTimeOf(second.claims)).toBeGreaterThan(authTimeOf(first.claims));
  });

  it('oidcc-prompt-none-logged-in, oidcc-id-token-hint: answers at once, for the same user and sign-in', async () => {
    const agent = newUserAgent();
    const first = await tokensFor((await authorize(agent)).answer);
    for (const hint of [undefined, first.idToken]) {
      const later = newUserAgent({ cookies: agent.cookies, ahead: 5000 });
      const { answer, isAsked } = await authorize(later, { prompt: 'none', id_token_hint: hint });
      const { claims } = await tokensFor(answer, 5000);
      expect(isAsked).toBe(false);
      expect(claims.sub).toBe(first.claims.sub);
      expect(authTimeOf(claims)).toBe(authTimeOf(first.claims));
    }
  });

  it('oidcc-max-age-1: asks again after a second, and then tells a later auth_time', async () => {
    const agent = newUserAgent();
    const first = await tokensFor((await authorize(agent)).answer);
    const later = newUserAgent({ cookies: agent.cookies, ahead: 2000 });
    const { answer, isAsked } = await authorize(later, { max_age: '1' });
    const { claims } = await tokensFor(answer, 2000);
    expect(isAsked).toBe(true);
    expect(authTimeOf(claims)).toBeGreaterThan(authTimeOf(first.claims));
  });

  it('oidcc-max-age-10000: does not ask again, and tells the same auth_time', async () => {
    const agent = newUserAgent();
    const first = await tokensFor((await authorize(agent)).answer);
    const later = newUserAgent({ cookies: agent.cookies, ahead: 60_000 });
    const { answer, isAsked } = await authorize(later, { max_age: '10000' });
    expect(isAsked).toBe(false);
    expect(authTimeOf((await tokensFor(answer, 60_000)).claims)).toBe(authTimeOf(first.claims));
  });

  it('oidcc-codereuse-30seconds: refuses the code half a minute later, and ends its access token', async () => {
    const { code, accessToken } = await tokensFor((await authorize(newUserAgent())).answer);
    const again = await exchange(app, code, {}, { ahead: 30_000 });
    expect([again.status, await again.text()]).toEqual([400, '{"error":"invalid_grant"}']);
    expect((await askUserInfo(accessToken, 30_000)).status).toBe(401);
  });

  it('oidcc-ensure-post-request-succeeds: a request may be posted, and the session counts then as well', async () => {
    const agent = newUserAgent();
    const fields = {
      client_id: app.clientId,
      redirect_uri: callback,
      response_type: 'code',
      scope: 'openid',
      state: 'a&b',
    };
    for (const isFirst of [true, false]) {
      // Browsers send no cookie along with a form of another site.
      const posted = await newUserAgent().post('/oauth2/authorize', fields);
      expect([posted.status, locationOf(posted).pathname]).toEqual([302, '/oauth2/authorize']);
      const { answer, isAsked } = await follow(agent, await agent.get(posted.headers.get('location') ?? ''));
      expect(isAsked).toBe(isFirst);
      expect(locationOf(answer).searchParams.get('state')).toBe('a&b');
      await tokensFor(answer);
    }
  });

  it('refuses a posted request that is no form, or has more than an address holds', async () => {
    const json = await fetch(`${stack().endpoint}/oauth2/authorize`, { method: 'POST', body: '{}' });
    const large = await newUserAgent().post('/oauth2/authorize', { state: 'a'.repeat(9000) });
    expect([json.status, large.status]).toEqual([400, 400]);
  });

  it('leads a posted request without a client to the page of errors, and nowhere else', async () => {
    const agent = newUserAgent();
    const posted = await agent.post('/oauth2/authorize', { redirect_uri: 'https://evil.example.com' });
    const next = await agent.get(posted.headers.get('location') ?? '');
    expect(locationOf(posted).origin + locationOf(posted).pathname).toBe(`${stack().endpoint}/oauth2/authorize`);
    expect(locationOf(next).origin + locationOf(next).pathname).toBe(`${stack().endpoint}/error`);
  });
});

describe('the Form Post OP profile', () => {
  it('oidcc-server: the code is posted to the app after a sign-in, and exchanged', async () => {
    const { answer } = await authorize(newUserAgent(), { response_mode: 'form_post' });
    const page = await answer.text();
    const { code = '', state } = Object.fromEntries(
      [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    );
    expect(page).toContain(`<form method="post" action="${callback}">`);
    expect(state).toBe('s');
    expect((await exchange(app, code)).status).toBe(200);
  });

  it('oidcc-prompt-none-not-logged-in: the error is posted as well', async () => {
    const { answer } = await authorize(newUserAgent(), { response_mode: 'form_post', prompt: 'none' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('name="error" value="login_required"');
  });
});

describe('the Config OP profile', () => {
  it('oidcc-discovery-endpoint-verification: the document says what it must, and no private key is published', async () => {
    const answer = await get(`/${app.poolId}/.well-known/openid-configuration`);
    const told = JSON.parse(await answer.text());
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(told).toMatchObject({
      issuer: issuer(),
      jwks_uri: `${issuer()}/.well-known/jwks.json`,
      authorization_endpoint: expect.stringMatching(/^http/),
      token_endpoint: expect.stringMatching(/^http/),
      userinfo_endpoint: expect.stringMatching(/^http/),
      response_types_supported: expect.arrayContaining(['code']),
      grant_types_supported: expect.arrayContaining(['authorization_code', 'implicit']),
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: expect.arrayContaining(['RS256']),
      scopes_supported: expect.arrayContaining(['openid']),
      claims_supported: expect.arrayContaining(['sub', 'iss', 'auth_time']),
      code_challenge_methods_supported: ['S256'],
    });
    for (const key of await fetchKeys(app.poolId)) {
      expect(Object.keys(key).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    }
  });
});

describe('the RP-Initiated Logout OP profile', () => {
  const bye = 'https://app.example.com/bye';

  const logout = (agent: UserAgent, asked: Readonly<Record<string, string>>): Promise<Response> =>
    agent.get(`/logout?${new URLSearchParams(asked)}`);

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['oidcc-rp-initiated-logout', { state: 's-1' }, `${bye}?state=s-1`],
    ['oidcc-rp-initiated-logout-no-state', {}, bye],
  ])('%s: leads back, and prompt=none is an error then', async (_module, asked, location) => {
    const agent = newUserAgent();
    const { idToken } = await tokensFor((await authorize(agent)).answer);
    const left = await logout(agent, { id_token_hint: idToken, post_logout_redirect_uri: bye, ...asked });
    expect(left.headers.get('location')).toBe(location);
    const { answer } = await authorize(agent, { prompt: 'none' });
    expect(locationOf(answer).searchParams.get('error')).toBe('login_required');
  });

  it('oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri: does not lead there', async () => {
    const agent = newUserAgent();
    const { idToken } = await tokensFor((await authorize(agent)).answer);
    const answer = await logout(agent, { id_token_hint: idToken, post_logout_redirect_uri: `${bye}?foo=bar` });
    expect(locationOf(answer).pathname).toBe('/error');
  });

  it('oidcc-rp-initiated-logout-no-id-token-hint: does not lead to an address of which no app is known', async () => {
    const answer = await logout(newUserAgent(), { post_logout_redirect_uri: bye, state: 's' });
    expect(locationOf(answer).pathname).toBe('/error');
  });

  it('oidcc-rp-initiated-logout-no-post-logout-redirect-uri: signs out, and says so on a page', async () => {
    const agent = newUserAgent();
    const { idToken } = await tokensFor((await authorize(agent)).answer);
    const answer = await logout(agent, { id_token_hint: idToken });
    expect(answer.status).toBe(200);
    const page = await answer.text();
    expect(page).toContain('You have signed out.');
    expect(formIn(page).fields).toEqual({});
    const { answer: after } = await authorize(agent, { prompt: 'none' });
    expect(locationOf(after).searchParams.get('error')).toBe('login_required');
  });
});
