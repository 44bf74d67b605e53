import { randomUUID } from 'node:crypto';
import { AdminDisableUserCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import {
  leaveFor,
  makeFederatedApp,
  makeScriptedApp,
  openIdGiven,
  returnFromScripted,
  signInScripted,
  timesProviderAsked,
  tokensFor,
  userOf,
} from '#tests/support/federation.ts';
import { socialDetails } from '#tests/support/identity-providers.ts';
import { locationOf } from '#tests/support/oauth.ts';
import { outboundHost } from '#tests/support/outbound-server.ts';
import { stack } from '#tests/support/stack.ts';
import { scriptedIssuer } from '#tests/support/upstream/scripted-provider.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

const path = '/oauth2/idpresponse';

const ada = { sub: 'Ada-1', email: 'ada@example.com', email_verified: true, name: 'Ada' };

const errorIn = (location: URL) => ({
  at: `${location.origin}${location.pathname}`,
  error: location.searchParams.get('error'),
  description: location.searchParams.get('error_description'),
});

const app = 'https://app.example.com/callback';

describe('/oauth2/idpresponse', () => {
  it('signs a new user in, and leads to the app with its state', async () => {
    const made = await makeScriptedApp();
    const told = await signInScripted(made, ada, { state: 'xyz', nonce: 'n' });
    expect(told.href).toMatch(/^https:\/\/app\.example\.com\/callback\?code=[\w-]+&state=xyz/);
    const { claims } = await tokensFor(made, told);
    expect(claims).toMatchObject({ email: ada.email, nonce: 'n', 'cognito:username': 'Corporate_Ada-1' });
    expect((await userOf(made, claims['cognito:username'])).status).toBe('EXTERNAL_PROVIDER');
  });

  it('signs the same user in again, with what the provider says now', async () => {
    const made = await makeScriptedApp();
    const first = await tokensFor(made, await signInScripted(made, ada));
    const later = await tokensFor(made, await signInScripted(made, { ...ada, name: 'Ada King' }));
    expect(later.claims.sub).toBe(first.claims.sub);
    expect(later.claims.name).toBe('Ada King');
  });

  it('takes the implicit flow to the app, too', async () => {
    const made = await makeScriptedApp();
    const told = await signInScripted(made, ada, { response_type: 'token', scope: 'openid' });
    expect(new URLSearchParams(told.hash.slice(1)).get('id_token')).toMatch(/^ey/);
  });

  it('begins a session, so that the provider is not asked again', async () => {
    const made = await makeScriptedApp();
    const agent = newUserAgent();
    await signInScripted(made, ada, {}, agent);
    expect(locationOf(await leaveFor(agent, made)).href).toMatch(/^https:\/\/app\.example\.com\/callback\?code=/);
  });

  it('takes attributes in a signed token', async () => {
    const made = await makeScriptedApp({ userInfoSigned: 'own key' });
    const { claims } = await tokensFor(made, await signInScripted(made, ada));
    expect(claims).toMatchObject({ email: ada.email, name: ada.name });
  });

  it('states the level that the provider says was reached', async () => {
    const issuer = scriptedIssuer(outboundHost(), { name: randomUUID(), claims: { acr: 'mfa' } });
    const made = await makeFederatedApp({ ...openIdGiven(issuer), AcrMapping: { Level2: 'mfa' } });
    const acr_values = 'urn:cognito:loa:2';
    const { claims } = await tokensFor(made, await signInScripted(made, ada, { acr_values }));
    expect(claims.acr).toBe(acr_values);
    expect(errorIn(await signInScripted(made, ada, { acr_values: 'urn:cognito:loa:4' })).error).not.toBeNull();
  });

  it('holds the provider to the max_age of the app', async () => {
    const inTime = await signInScripted(await makeScriptedApp(), ada, { max_age: '60' });
    expect(inTime.searchParams.get('code')).not.toBeNull();
    const longAgo = await makeScriptedApp({ claims: { auth_time: Math.floor(Date.now() / 1000) - 600 } });
    expect(errorIn(await signInScripted(longAgo, ada, { max_age: '60' }))).toEqual({
      at: app,
      error: 'invalid_request',
      description: 'Bad id_token auth_time',
    });
    const unsaid = await makeScriptedApp({ claims: { auth_time: null } });
    expect(errorIn(await signInScripted(unsaid, ada, { max_age: '60' })).error).toBe('invalid_request');
  });

  it('makes one user of two first sign-ins at once', async () => {
    const made = await makeScriptedApp();
    const told = await Promise.all([1, 2, 3, 4].map(() => signInScripted(made, ada)));
    const subs = await Promise.all(told.map(async (one) => (await tokensFor(made, one)).claims.sub));
    expect(new Set(subs).size).toBe(1);
    const { Users } = await adminClient().send(new ListUsersCommand({ UserPoolId: made.poolId }));
    expect(Users).toHaveLength(1);
  });

  it('asks for document and keys once, however many sign in', async () => {
    const made = await makeScriptedApp();
    for (const sub of ['a', 'b', 'c']) await signInScripted(made, { ...ada, sub });
    expect(await timesProviderAsked(made, '.well-known/openid-configuration')).toBe(1);
    expect(await timesProviderAsked(made, 'keys')).toBe(1);
  });

  it('does not fetch the keys again for each key that a token makes up', async () => {
    const made = await makeScriptedApp({ header: { kid: 'made up' } });
    for (const sub of ['a', 'b', 'c']) await signInScripted(made, { ...ada, sub });
    expect(await timesProviderAsked(made, 'keys')).toBe(1);
  });

  describe('tells the app', () => {
    it.each([
      ['a user who turns back', { back: { code: null, error: 'access_denied' } }, 'access_denied', 'access_denied'],
      [
        'a provider that is out of order',
        { back: { code: null, error: 'server_error', error_description: 'Later "please"' } },
        'server_error',
        "Later 'please'",
      ],
      [
        'an error that means nothing to the app',
        { back: { code: null, error: 'invalid_scope', error_description: 'none' } },
        'invalid_request',
        'invalid_scope: none',
      ],
      [
        'no code',
        { back: { code: null } },
        'invalid_request',
        "Corporate Error - no authorization code in 'callbackParameters'",
      ],
      [
        'another client secret',
        { token: { status: 401 } },
        'invalid_request',
        'Corporate Error - 401 error getting token',
      ],
      ['no keys', { keys: { status: 500 } }, 'invalid_request', 'Corporate Error - 500 error getting keys'],
      [
        'no attributes',
        { userInfoAnswer: { status: 403 } },
        'invalid_request',
        'Corporate Error - 403 error getting attributes',
      ],
    ])('of %s', async (_what, script, error, description) => {
      expect(errorIn(await signInScripted(await makeScriptedApp(script), ada))).toEqual({
        at: app,
        error,
        description,
      });
    });

    it.each([
      ['token', { token: { after: 20_000 } }, 'Timeout occurred in calling IdP token endpoint'],
      ['keys', { keys: { after: 20_000 } }, 'Timeout in calling jwks uri'],
    ])('of a provider that takes too long for the %s', async (_what, script, description) => {
      const told = await signInScripted(await makeScriptedApp(script), ada);
      expect(errorIn(told)).toEqual({ at: app, error: 'invalid_request', description });
    });

    it('of a user who is disabled', async () => {
      const made = await makeScriptedApp();
      const { claims } = await tokensFor(made, await signInScripted(made, ada));
      const Username = String(claims['cognito:username']);
      await adminClient().send(new AdminDisableUserCommand({ UserPoolId: made.poolId, Username }));
      expect(errorIn(await signInScripted(made, ada))).toMatchObject({ at: app, error: 'invalid_request' });
    });

    it('of required attributes that the provider does not say', async () => {
      const schema = [{ Name: 'email', Required: true, Mutable: true }];
      const made = await makeScriptedApp({}, {}, { Schema: schema });
      const told = await signInScripted(made, { sub: 'a' }, { state: 's' });
      expect(errorIn(told)).toEqual({ at: app, error: 'invalid_request', description: 'attributes required: [email]' });
      expect(told.search).toMatch(
        /^\?error_description=attributes\+required%3A\+%5Bemail%5D&error=invalid_request&state=s/,
      );
    });
  });

  describe('takes no ID token', () => {
    it.each([
      [
        'of another issuer',
        { claims: { iss: 'https://evil.example.com' } },
        'Bad id_token issuer https://evil.example.com',
      ],
      ['for another audience', { claims: { aud: 'other' } }, 'Bad id_token aud'],
      ['for others, too', { claims: { aud: ['gatehouse', 'other'] } }, 'Bad id_token aud'],
      ['that was made for another party', { claims: { azp: 'other' } }, 'Bad id_token azp'],
      ['with another nonce', { claims: { nonce: 'other' } }, 'Bad id_token nonce'],
      ['without the nonce', { claims: { nonce: null } }, "Corporate Error - JWT 'nonce' (nonce) claim missing"],
      ['that has expired', { claims: { exp: 1_000_000_000 } }, 'Bad id_token exp'],
      ['of the future', { claims: { nbf: 99_999_999_999 } }, 'Bad id_token nbf'],
      ['about somebody without an id', { claims: { sub: '' } }, 'Corporate Error - no sub'],
      ['about nobody', { claims: { sub: null } }, "Corporate Error - JWT 'sub' (subject) claim missing"],
      [
        'without a signature',
        { signature: 'none' as const },
        "Corporate Error - unexpected JWT 'alg' header parameter",
      ],
      [
        'that is signed with the public key as a secret',
        { signature: 'public key as secret' as const },
        "Corporate Error - unexpected JWT 'alg' header parameter",
      ],
      [
        'that is so, even where the provider says that it does that',
        {
          signature: 'public key as secret' as const,
          discovery: { id_token_signing_alg_values_supported: ['HS256', 'ES256'] },
        },
        "Corporate Error - unexpected JWT 'alg' header parameter",
      ],
      [
        'that somebody else signed',
        { signature: 'other key' as const },
        'Corporate Error - JWT signature verification failed',
      ],
      ['without a key id', { header: { kid: null } }, 'Bad id_token kid'],
      [
        'of an unknown key',
        { header: { kid: 'unknown' } },
        'Corporate Error - error when selecting a JWT verification key, no applicable keys found',
      ],
      [
        'at all',
        { token: { body: { id_token: null } } },
        "Corporate Error - 'response' body 'id_token' property must be a string",
      ],
    ])('%s', async (_what, script, description) => {
      const made = await makeScriptedApp(script);
      expect(errorIn(await signInScripted(made, ada))).toEqual({ at: app, error: 'invalid_request', description });
      const { Users } = await adminClient().send(new ListUsersCommand({ UserPoolId: made.poolId }));
      expect(Users).toEqual([]);
    });
  });

  it.each([
    [
      'of somebody else',
      { userInfo: { sub: 'other' } },
      "Corporate Error - unexpected 'response' body 'sub' property value",
    ],
    [
      'that somebody else signed',
      { userInfoSigned: 'other key' as const },
      'Corporate Error - JWT signature verification failed',
    ],
    ['that are nested without end', { filling: 'deep' as const }, 'Corporate Error - unusable attributes'],
    ['that grow', { filling: 'long' as const }, 'Corporate Error - error getting attributes'],
  ])('takes no attributes %s', async (_what, script, description) => {
    const told = await signInScripted(await makeScriptedApp(script), ada);
    expect(errorIn(told)).toEqual({ at: app, error: 'invalid_request', description });
  });

  it.each([
    ['names another issuer', { back: { iss: 'https://evil.example.com' } }],
    [
      'names none, although the provider says that it does',
      { discovery: { authorization_response_iss_parameter_supported: true } },
    ],
  ])('takes no answer that %s', async (_what, script) => {
    const told = await signInScripted(await makeScriptedApp(script), ada);
    expect(errorIn(told)).toMatchObject({ at: app, error: 'invalid_request' });
    expect(told.searchParams.get('error_description')).toContain("'iss'");
  });

  describe('leads to the page of errors', () => {
    const isErrorPage = (answer: Response): void => {
      const location = locationOf(answer);
      expect([answer.status, location.origin, location.pathname]).toEqual([302, stack().endpoint, '/error']);
    };

    it.each([
      '',
      '?code=a',
      '?code=a&state=',
      '?code=a&state=forged',
      '?error=access_denied',
      '?state=%00',
      '?state=a.b',
    ])('for a state that is none: %s', async (query) => {
      isErrorPage(await newUserAgent().get(`${path}${query}`));
      isErrorPage(await newUserAgent().post(path, Object.fromEntries(new URLSearchParams(query))));
    });

    it('for a state that was changed', async () => {
      const made = await makeScriptedApp();
      const agent = newUserAgent();
      const url = new URL(await returnFromScripted(agent, made, ada), stack().endpoint);
      const state = url.searchParams.get('state') ?? '';
      for (const at of [made.clientId.length + 4, state.length >> 1, state.length - 2]) {
        const changed = `${state.slice(0, at)}${state[at] === 'A' ? 'B' : 'A'}${state.slice(at + 1)}`;
        url.searchParams.set('state', changed);
        isErrorPage(await agent.get(`${url.pathname}${url.search}`));
      }
    });

    it('for a state of another browser: nobody is signed in as somebody else', async () => {
      const made = await makeScriptedApp();
      const [attacker, victim] = [newUserAgent(), newUserAgent()];
      const back = await returnFromScripted(attacker, made, ada);
      isErrorPage(await victim.get(back));
      // Also where the victim has a sign-in of their own under way.
      await leaveFor(victim, made);
      isErrorPage(await victim.get(back));
      const fields = Object.fromEntries(new URL(back, stack().endpoint).searchParams);
      isErrorPage(await victim.post(path, fields));
      expect(await timesProviderAsked(made, 'token')).toBe(0);
    });

    it('for a state of another pool', async () => {
      const [one, other] = [await makeScriptedApp(), await makeScriptedApp()];
      const agent = newUserAgent();
      const back = await returnFromScripted(agent, one, ada);
      await leaveFor(agent, other);
      isErrorPage(await agent.get(back.replace(one.clientId, other.clientId)));
    });

    it('after five minutes', async () => {
      const made = await makeScriptedApp();
      const agent = newUserAgent();
      const back = await returnFromScripted(agent, made, ada);
      const late = newUserAgent({ ahead: 301_000, cookies: agent.cookies });
      isErrorPage(await late.get(back));
      const inTime = newUserAgent({ ahead: 240_000, cookies: agent.cookies });
      expect(locationOf(await inTime.get(back)).searchParams.get('code')).not.toBeNull();
    });

    it('where an answer comes again', async () => {
      const made = await makeScriptedApp();
      const agent = newUserAgent();
      const back = await returnFromScripted(agent, made, ada);
      expect(locationOf(await agent.get(back)).searchParams.get('code')).not.toBeNull();
      isErrorPage(await agent.get(back));
      expect(await timesProviderAsked(made, 'token')).toBe(1);
    });
  });

  it('exchanges the code of a provider at no other one', async () => {
    const honest = await makeScriptedApp();
    const evil = await makeScriptedApp();
    const agent = newUserAgent();
    const code = new URL(await returnFromScripted(agent, honest, ada), stack().endpoint).searchParams.get('code');
    const back = new URL(await returnFromScripted(agent, evil, ada), stack().endpoint);
    back.searchParams.set('code', code ?? '');
    await agent.get(`${path}${back.search}`);
    expect(await timesProviderAsked(honest, 'token')).toBe(0);
  });

  it('takes an address that is on a page of another app for what it is', async () => {
    const made = await makeFederatedApp({
      ProviderName: 'Google',
      ProviderType: 'Google',
      ProviderDetails: socialDetails,
    });
    const answer = await newUserAgent().post(path, {
      state: `${made.clientId}.abc`,
      code: '"><script>alert(1)</script>',
    });
    expect(await answer.text()).not.toContain('<script>alert(1)');
  });
});
