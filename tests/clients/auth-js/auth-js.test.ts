import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { locationOf, makeOAuthApp, type OAuthApp, signInAt } from '#tests/support/oauth.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent, type UserAgent } from '#tests/support/user-agent.ts';
import { Cognito, newApp, type Provider } from './app.js';

const origin = 'https://app.example.com';

const callbackOf = (provider: string): string => `${origin}/auth/callback/${provider}`;

const issuerOf = ({ poolId }: OAuthApp): string => `${stack().endpoint}/${poolId}`;

/** A browser at an app with this provider. */
const openApp = (provider: Provider, heard?: string[]): UserAgent =>
  newUserAgent({ origin, answer: newApp(provider, heard) });

/** Presses the app's button, and gives where the browser is led to. */
const begin = async (app: UserAgent, provider: string): Promise<URL> => {
  const { csrfToken } = JSON.parse(await (await app.get('/auth/csrf')).text());
  return locationOf(await app.post(`/auth/signin/${provider}`, { csrfToken, callbackUrl: `${origin}/home` }));
};

/** Brings the answer to the app, and gives the session that the app has then. */
const sessionAfter = async (
  app: UserAgent,
  answered: URL,
): Promise<{ readonly user: unknown; readonly idToken: string }> => {
  const { href } = locationOf(await app.get(answered.href));
  expect(href).toBe(`${origin}/home`);
  return JSON.parse(await (await app.get('/auth/session')).text());
};

const generic = (pool: OAuthApp, more: Partial<Provider>): Provider => {
  const { clientId } = pool;
  const issuer = issuerOf(pool);
  return { id: 'gatehouse', name: 'Gatehouse', type: 'oidc', issuer, clientId, ...more };
};

describe('Auth.js', () => {
  it('signs in with its Cognito provider', async () => {
    const pool = await makeOAuthApp({ GenerateSecret: true, CallbackURLs: [callbackOf('cognito')] });
    const { clientId, clientSecret = '', user } = pool;
    const issuer = issuerOf(pool);
    const provider = Cognito({ clientId, clientSecret, issuer });
    const app = openApp(provider);
    const session = await sessionAfter(app, await signInAt(await begin(app, 'cognito'), pool));
    expect(session).toMatchObject({ user: { email: user.email } });
    expect(decodeJwt(session.idToken)).toMatchObject({ sub: user.sub, aud: clientId });
  });

  it('signs in with a provider of the app’s own, without a secret, by the claims of userInfo', async () => {
    const pool = await makeOAuthApp({ CallbackURLs: [callbackOf('gatehouse')] });
    const provider = generic(pool, {
      client: { token_endpoint_auth_method: 'none' },
      checks: ['pkce', 'state', 'nonce'],
      idToken: false,
    });
    const app = openApp(provider);
    const session = await sessionAfter(app, await signInAt(await begin(app, 'gatehouse'), pool));
    expect(session).toMatchObject({ user: { email: pool.user.email } });
  });

  it('posts its secret where it is told to', async () => {
    const pool = await makeOAuthApp({ GenerateSecret: true, CallbackURLs: [callbackOf('gatehouse')] });
    const provider = generic(pool, {
      clientSecret: pool.clientSecret ?? '',
      client: { token_endpoint_auth_method: 'client_secret_post' },
      authorization: { params: { scope: 'openid email' } },
    });
    const app = openApp(provider);
    const session = await sessionAfter(app, await signInAt(await begin(app, 'gatehouse'), pool));
    expect(session).toMatchObject({ user: { email: pool.user.email } });
  });

  it('hears of a refusal', async () => {
    const pool = await makeOAuthApp({ CallbackURLs: [callbackOf('gatehouse')] });
    const heard: string[] = [];
    const app = openApp(generic(pool, { authorization: { params: { scope: 'openid', prompt: 'none' } } }), heard);
    const refused = locationOf(await newUserAgent().get((await begin(app, 'gatehouse')).href));
    expect(refused.searchParams.get('error')).toBe('login_required');
    const shown = locationOf(await app.get(refused.href));
    expect(shown.searchParams.get('error')).toBe('OAuthCallbackError');
    expect(heard).toEqual(['OAuthCallbackError']);
  });
});
