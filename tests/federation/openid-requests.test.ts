import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  idpResponse,
  leaveFor,
  makeFederatedApp,
  makeScriptedApp,
  openIdGiven,
  timesProviderAsked,
} from '#tests/support/federation.ts';
import { locationOf } from '#tests/support/oauth.ts';
import { outboundHost } from '#tests/support/outbound-server.ts';
import { scriptedIssuer } from '#tests/support/upstream/scripted-provider.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

const namesIn = (url: URL): readonly string[] => [...url.searchParams.keys()];

const document = '.well-known/openid-configuration';

const social = {
  client_id: 'an-app',
  client_secret: 'a-secret',
  authorize_scopes: 'openid email',
};

describe('the request to a provider', () => {
  it('goes to Google with the parameters in the order of Cognito, and ours behind them', async () => {
    const app = await makeFederatedApp({ ProviderName: 'Google', ProviderType: 'Google', ProviderDetails: social });
    const answer = await leaveFor(newUserAgent(), app);
    const location = locationOf(answer);
    expect(answer.status).toBe(302);
    expect(`${location.origin}${location.pathname}`).toBe('https://accounts.google.com/o/oauth2/v2/auth');
    expect(namesIn(location)).toEqual([
      'client_id',
      'redirect_uri',
      'scope',
      'response_type',
      'state',
      'nonce',
      'code_challenge',
      'code_challenge_method',
    ]);
    expect(location.search).toContain('&scope=openid%20email&response_type=code&state=');
    expect(location.searchParams.get('redirect_uri')).toBe(idpResponse());
    expect(location.searchParams.get('code_challenge_method')).toBe('S256');
  });

  it.each([
    ['v21.0', {}],
    ['v6.0', { api_version: 'v6.0' }],
  ])('goes to version %s of Facebook', async (version, more) => {
    const details = { ...social, authorize_scopes: 'public_profile,email', ...more };
    const app = await makeFederatedApp({
      ProviderName: 'Facebook',
      ProviderType: 'Facebook',
      ProviderDetails: details,
    });
    const location = locationOf(await leaveFor(newUserAgent(), app));
    expect(`${location.origin}${location.pathname}`).toBe(`https://www.facebook.com/${version}/dialog/oauth`);
    expect(namesIn(location)).toEqual(['client_id', 'redirect_uri', 'scope', 'response_type', 'state']);
    expect(location.searchParams.get('scope')).toBe('public_profile,email');
  });

  it('goes to Amazon', async () => {
    const details = { ...social, authorize_scopes: 'profile postal_code' };
    const given = {
      ProviderName: 'LoginWithAmazon',
      ProviderType: 'LoginWithAmazon',
      ProviderDetails: details,
    } as const;
    const location = locationOf(await leaveFor(newUserAgent(), await makeFederatedApp(given)));
    expect(`${location.origin}${location.pathname}`).toBe('https://www.amazon.com/ap/oa');
    expect(namesIn(location)).toEqual(['client_id', 'redirect_uri', 'scope', 'response_type', 'state']);
  });

  it('goes to Apple, which is to post the answer', async () => {
    const details = {
      client_id: 'com.example.app',
      team_id: 'T',
      key_id: 'K',
      private_key: 'key',
      authorize_scopes: 'name email',
    };
    const given = {
      ProviderName: 'SignInWithApple',
      ProviderType: 'SignInWithApple',
      ProviderDetails: details,
    } as const;
    const location = locationOf(await leaveFor(newUserAgent(), await makeFederatedApp(given)));
    expect(`${location.origin}${location.pathname}`).toBe('https://appleid.apple.com/auth/authorize');
    expect(namesIn(location).slice(0, 5)).toEqual(['client_id', 'redirect_uri', 'scope', 'response_type', 'state']);
    expect(location.searchParams.get('response_mode')).toBe('form_post');
    expect(location.searchParams.get('nonce')).not.toBeNull();
  });

  it('tells an OpenID provider what the app asked for, and no other provider', async () => {
    const asked = { login_hint: 'ada@example.com', prompt: 'login consent', max_age: '60' };
    const openId = locationOf(await leaveFor(newUserAgent(), await makeScriptedApp(), asked));
    expect(Object.fromEntries(openId.searchParams)).toMatchObject(asked);
    const google = await makeFederatedApp({ ProviderName: 'Google', ProviderType: 'Google', ProviderDetails: social });
    const { searchParams } = locationOf(await leaveFor(newUserAgent(), google, asked));
    expect([...searchParams.keys()]).not.toContain('login_hint');
    expect([...searchParams.keys()]).not.toContain('max_age');
    expect(searchParams.get('prompt')).toBe('consent');
  });

  it('asks for the levels of the app in the words of the provider', async () => {
    const app = await makeFederatedApp({
      ...openIdGiven(scriptedIssuer(outboundHost(), { name: randomUUID() })),
      AcrMapping: { Level2: 'mfa', Level3: 'phrh' },
    });
    const asked = async (acr_values: string) =>
      locationOf(await leaveFor(newUserAgent(), app, { acr_values })).searchParams.get('acr_values');
    expect(await asked('urn:cognito:loa:2 urn:cognito:loa:3')).toBe('mfa phrh');
    expect(await asked('urn:cognito:loa:1')).toBeNull();
    expect(await asked('mfa')).toBeNull();
  });

  it('has a challenge where the provider takes one', async () => {
    const without = await makeScriptedApp({ discovery: { code_challenge_methods_supported: ['plain'] } });
    expect(namesIn(locationOf(await leaveFor(newUserAgent(), without)))).not.toContain('code_challenge');
    const challenge = locationOf(await leaveFor(newUserAgent(), await makeScriptedApp())).searchParams.get(
      'code_challenge',
    );
    expect(challenge).toHaveLength(createHash('sha256').update('').digest('base64url').length);
  });

  it('has no nonce for LinkedIn, which does not give it back', async () => {
    const { searchParams } = locationOf(
      await leaveFor(
        newUserAgent(),
        await makeFederatedApp(
          openIdGiven('https://www.linkedin.com/oauth', {
            authorize_url: 'https://www.linkedin.com/oauth/v2/authorization',
            token_url: 'https://www.linkedin.com/oauth/v2/accessToken',
            jwks_uri: 'https://www.linkedin.com/oauth/openid/jwks',
          }),
        ),
      ),
    );
    expect([...searchParams.keys()]).toEqual(['client_id', 'redirect_uri', 'scope', 'response_type', 'state']);
  });

  it('has a state, a nonce and a challenge of its own each time', async () => {
    const app = await makeScriptedApp();
    const [one, other] = [
      locationOf(await leaveFor(newUserAgent(), app)).searchParams,
      locationOf(await leaveFor(newUserAgent(), app)).searchParams,
    ];
    for (const name of ['state', 'nonce', 'code_challenge']) expect(one.get(name)).not.toBe(other.get(name));
  });

  it('goes to addresses that are given, and asks for no document then', async () => {
    const app = await makeScriptedApp(
      {},
      {
        authorize_url: 'https://idp.example.com/authorize?policy=one',
        token_url: 'https://idp.example.com/token',
        attributes_url: 'https://idp.example.com/userinfo',
        jwks_uri: 'https://idp.example.com/keys',
      },
    );
    const { href } = locationOf(await leaveFor(newUserAgent(), app));
    expect(href).toMatch(/^https:\/\/idp\.example\.com\/authorize\?policy=one&client_id=gatehouse&redirect_uri=/);
    expect(await timesProviderAsked(app, document)).toBe(0);
  });

  it('asks for the document of a provider once, however many leave for it', async () => {
    const app = await makeScriptedApp();
    await Promise.all([1, 2, 3].map(() => leaveFor(newUserAgent(), app)));
    await leaveFor(newUserAgent(), app);
    expect(await timesProviderAsked(app, document)).toBe(1);
  });

  it.each([
    ['a failure', { discovery: { status: 500 } }],
    ['a document that is not its own', { discovery: { issuer: 'https://evil.example.com' } }],
  ])('is asked again ten seconds after %s, and not each time', async (_what, script) => {
    const app = await makeScriptedApp(script);
    await Promise.all([1, 2, 3].map(() => leaveFor(newUserAgent(), app)));
    await leaveFor(newUserAgent(), app);
    expect(await timesProviderAsked(app, document)).toBe(1);
    await leaveFor(newUserAgent({ ahead: 11_000 }), app);
    expect(await timesProviderAsked(app, document)).toBe(2);
  });

  it.each([
    ['another issuer', { discovery: { issuer: 'https://evil.example.com' } }, 'is not that of the issuer'],
    ['no keys', { discovery: { jwks_uri: null } }, 'is not that of the issuer'],
    ['a plain address', { discovery: { token_endpoint: 'http://idp.example.com/' } }, 'is not that of the issuer'],
    ['a failure', { discovery: { status: 500 } }, '500 error getting the discovery document'],
    ['no JSON', { discovery: { body: 'hello' } }, 'error getting the discovery document'],
    [
      'a redirect to a private address',
      { discovery: { status: 302, headers: { location: 'https://10.0.0.1/' } } },
      'error getting the discovery document',
    ],
  ])('is none for a document with %s, and the app hears of it', async (_what, script, text) => {
    const location = locationOf(await leaveFor(newUserAgent(), await makeScriptedApp(script), { state: 'abc' }));
    expect(location.href).toMatch(/^https:\/\/app\.example\.com\/callback\?error_description=/);
    expect(location.searchParams.get('error')).toBe('invalid_request');
    expect(location.searchParams.get('error_description')).toContain(text);
    expect(location.searchParams.get('state')).toBe('abc');
  });

  it.each(['https://127.0.0.1', 'https://10.0.0.1', 'https://[::1]', 'https://localhost', 'https://169.254.169.254'])(
    'is none where the issuer is at %s',
    async (issuer) => {
      const location = locationOf(await leaveFor(newUserAgent(), await makeFederatedApp(openIdGiven(issuer))));
      expect(location.searchParams.get('error_description')).toBe(
        'Corporate Error - error getting the discovery document',
      );
    },
  );
});
