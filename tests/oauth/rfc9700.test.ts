/** What RFC 9700 demands of an authorization server, where no other test shows it. docs/security.md names a test for each. */
import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
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
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makeUser, password } from '#tests/support/pools.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';

let app: OAuthApp;
let agent: UserAgent;

beforeAll(async () => {
  app = await makeOAuthApp();
  agent = newUserAgent();
  await signInOnPage(agent, app);
});

describe('section 2.1, an address of this machine', () => {
  let native: OAuthApp;

  beforeAll(async () => {
    const CallbackURLs = [
      'http://127.0.0.1/back',
      'http://localhost',
      'http://[::1]/?a=1',
      'http://localhost:3000/own',
    ];
    native = { ...app, ...(await makeClient(app.poolId, { ...onPages, CallbackURLs })) };
  });

  it.each([
    'http://127.0.0.1/back',
    'http://127.0.0.1:1/back',
    'http://127.0.0.1:65535/back',
    'http://localhost:52100',
    'http://[::1]:8080/?a=1',
    'http://localhost:3000/own',
  ])('may have any port where it is registered without one: %s', async (redirect_uri) => {
    const { searchParams, origin } = locationOf(await agent.get(authorizePath(native, { redirect_uri })));
    expect(origin).toBe(new URL(redirect_uri).origin);
    const code = searchParams.get('code') ?? '';
    const other = await exchange(native, code, { redirect_uri: 'http://127.0.0.1:2/back' });
    expect(other.status).toBe(400);
    expect((await exchange(native, code, { redirect_uri })).status).toBe(200);
  });

  it.each([
    'http://127.0.0.1:1/other',
    'http://127.0.0.1:1/back?a=1',
    'http://127.0.0.1:65536/back',
    'http://127.0.0.1:/back',
    'http://127.0.0.2:1/back',
    'https://127.0.0.1:1/back',
    'http://localhost:1/back',
    'http://localhost:1@evil.example.com',
    'http://localhost:1\\@evil.example.com',
    'http://localhost:80.evil.example.com',
    'http://localhost.evil.example.com:1',
    'http://localhost:3001/own',
  ])('differs in nothing else: %s', async (redirect_uri) => {
    const { pathname, searchParams } = locationOf(await agent.get(authorizePath(native, { redirect_uri })));
    expect([pathname, searchParams.get('error')]).toEqual(['/error', 'redirect_mismatch']);
  });

  it('is the only one that may: another host has the port that is registered', async () => {
    const redirect_uri = 'https://app.example.com:8443/callback';
    const { searchParams } = locationOf(await agent.get(authorizePath(app, { redirect_uri })));
    expect(searchParams.get('error')).toBe('redirect_mismatch');
  });
});

describe('section 2.1.1, PKCE', () => {
  it('is required of a client that is told to, for every request', async () => {
    const strict = { ...app, ...(await makeClient(app.poolId, onPages)) };
    const ids = { UserPoolId: app.poolId, ClientId: strict.clientId };
    await callOwn('SetUserPoolClientOAuthSettings', { ...ids, RequirePkce: true });
    expect(locationOf(await agent.get(authorizePath(strict))).searchParams.get('error')).toBe('invalid_request');
    const { verifier, challenge } = newVerifier();
    const asked = { code_challenge: challenge, code_challenge_method: 'S256' };
    const code = await newCode(strict, asked);
    expect((await exchange(strict, code)).status).toBe(400);
    expect((await exchange(strict, code, { code_verifier: verifier })).status).toBe(200);
  });
});

describe('section 2.2.2, a public client that rotates', () => {
  it('has a refresh token ended with all that came from it, where it comes again', async () => {
    const client = await makeClient(app.poolId, {
      ...onPages,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    });
    const { refresh_token: stolen } = await newTokens({ ...app, ...client });
    const refresh = async (token: string) => {
      const fields = { grant_type: 'refresh_token', client_id: client.clientId, refresh_token: token };
      const answer = await postForm('/oauth2/token', fields);
      return { status: answer.status, ...JSON.parse(await answer.text()) };
    };
    const { refresh_token: next } = await refresh(stolen);
    expect(next).toBeTypeOf('string');
    expect(await refresh(stolen)).toEqual({ status: 400, error: 'invalid_grant' });
    expect(await refresh(next)).toEqual({ status: 400, error: 'invalid_grant' });
  });
});

describe('section 2.6, a page of another origin', () => {
  it('may read nothing of the authorization endpoint, and what the token endpoint answers', async () => {
    const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'GET' };
    const ask = (path: string, method: string) =>
      fetch(`${stack().endpoint}${path}`, { method, headers, redirect: 'manual' });
    const allowedBy = (answer: Response) =>
      [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      expect(allowedBy(await ask(authorizePath(app), method))).toEqual([]);
      expect(allowedBy(await ask('/oauth2/token', method))).toContain('access-control-allow-origin');
    }
  });
});

describe('section 4.2.4, what leaves a page', () => {
  it('tells no other site the address of a page, and is stored by nobody', async () => {
    const answers = [
      await agent.get(authorizePath(app)),
      await agent.get(authorizePath(app, { prompt: 'login' })),
      await agent.get(authorizePath(app, {}, '/login')),
      await agent.get(authorizePath(app, { response_mode: 'form_post' })),
      await agent.get('/error?error=x'),
      await newUserAgent().get(`/logout?client_id=${app.clientId}&logout_uri=https%3A%2F%2Fapp.example.com%2Fbye`),
      await signInOnPage(newUserAgent(), app),
    ];
    for (const { headers } of answers) {
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('cache-control')).toContain('no-store');
    }
  });
});

describe('section 4.11, a request that is wrong', () => {
  it('leads to registered addresses alone, by whatever parameter', async () => {
    const evil = 'https://evil.example.com';
    for (const path of ['/oauth2/authorize', '/login', '/logout', '/error']) {
      for (const asked of [
        { redirect_uri: evil },
        { logout_uri: evil, redirect_uri: undefined },
        { post_logout_redirect_uri: evil, redirect_uri: undefined },
        { scope: 'x', redirect_uri: evil },
        { error: evil, error_uri: evil, next: evil, url: evil },
      ]) {
        const answer = await newUserAgent().get(authorizePath(app, asked, path));
        const leads = answer.headers.get('location');
        const origin = leads === null ? stack().endpoint : new URL(leads).origin;
        expect([path, asked, origin]).not.toEqual([path, asked, evil]);
        expect([stack().endpoint, new URL(callback).origin]).toContain(origin);
      }
    }
  });
});

describe('section 4.12, the redirect after a password', () => {
  it('has status 302, so that the password is not posted on', async () => {
    const answer = await signInOnPage(newUserAgent(), app);
    expect([answer.status, locationOf(answer).origin]).toEqual([302, 'https://app.example.com']);
    const posted = await newUserAgent().post('/oauth2/authorize', { client_id: app.clientId });
    expect(posted.status).toBe(302);
    const left = await newUserAgent().post('/logout', { client_id: app.clientId });
    expect(left.status).toBe(302);
  });
});

describe('section 2.3, an access token', () => {
  it('for a resource server opens nothing else here, whatever its scopes', async () => {
    const resource = 'https://mcp.example.com';
    await makeResourceServer(app, resource, ['read']);
    const tokens = JSON.parse(await (await exchange(app, await newCode(app, { resource }))).text());
    const { access_token: AccessToken, refresh_token } = tokens;
    expect(decodeJwt(AccessToken)).toMatchObject({
      aud: resource,
      scope: expect.stringContaining('signin.user.admin'),
    });
    const asked = { grant_type: 'refresh_token', client_id: app.clientId, refresh_token };
    const { access_token: refreshed } = JSON.parse(await (await postForm('/oauth2/token', asked)).text());
    for (const token of [AccessToken, refreshed]) {
      await expect(publicClient().send(new GetUserCommand({ AccessToken: token }))).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Access Token does not have required scopes',
      });
    }
  });
});

describe('section 4.14.2, a refresh token', () => {
  it('stays bound to the scopes that the user signed in for, and to its client', async () => {
    const { refresh_token } = await newTokens(app, 'openid email');
    const other = await makeClient(app.poolId, onPages);
    const refresh = (clientId: string, more = {}) =>
      postForm('/oauth2/token', { grant_type: 'refresh_token', client_id: clientId, refresh_token, ...more });
    expect((await refresh(other.clientId)).status).toBe(400);
    expect((await refresh(app.clientId, { scope: 'openid profile' })).status).toBe(400);
    const { access_token } = JSON.parse(await (await refresh(app.clientId)).text());
    expect(decodeJwt(access_token)).toMatchObject({ scope: 'openid email', client_id: app.clientId });
  });
});

describe('section 4.16, a page', () => {
  it('is framed by nobody, whatever it shows', async () => {
    const other = newUserAgent();
    const login = await other.get(authorizePath(app, {}, '/login'));
    const wrong = await submit(other, login, { username: app.user.username, password: `${password}x` });
    const shown = [
      await other.get(authorizePath(app, {}, '/login')),
      wrong,
      await agent.get(authorizePath(app, { response_mode: 'form_post' })),
      await other.get('/error?error=x'),
    ];
    for (const { headers } of shown) {
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-frame-options')).toBe('DENY');
    }
  });
});

describe('section 4.15, a client', () => {
  it('has no id that a user could have as sub, nor the other way round', async () => {
    const { sub } = await makeUser(app);
    expect(app.clientId).toMatch(/^[a-z\d]+$/);
    expect(sub).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
  });
});
