import * as client from 'openid-client';
import { expect, it } from 'vitest';
import { callback, makeOAuthApp, type OAuthApp, signInAt } from '#tests/support/oauth.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

// The laptop's stack has no TLS at this address: the one thing that the client has to be told.
const insecure = { execute: [client.allowInsecureRequests] };

const discover = ({ poolId, clientId, clientSecret }: OAuthApp, auth?: client.ClientAuth) => {
  const issuer = new URL(`${stack().endpoint}/${poolId}`);
  return client.discovery(issuer, clientId, clientSecret, auth, insecure);
};

const authorize = async (config: client.Configuration, scope: string) => {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expected = { expectedState: client.randomState(), expectedNonce: client.randomNonce() };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope,
    state: expected.expectedState,
    nonce: expected.expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  return { url, checks: { ...expected, pkceCodeVerifier, idTokenExpected: true } };
};

it('signs in with a public client, and refreshes, asks who the user is, and revokes', async () => {
  const app = await makeOAuthApp();
  const config = await discover(app, client.None());
  const { url, checks } = await authorize(config, 'openid email');
  const answered = await signInAt(url, app);
  const tokens = await client.authorizationCodeGrant(config, answered, checks);
  expect(tokens.claims()).toMatchObject({ sub: app.user.sub, email: app.user.email, aud: app.clientId });

  const user = await client.fetchUserInfo(config, tokens.access_token, app.user.sub);
  expect(user).toMatchObject({ email: app.user.email, username: app.user.username });

  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
  expect(refreshed.claims()).toMatchObject({ sub: app.user.sub });

  await client.tokenRevocation(config, tokens.refresh_token ?? '');
  await expect(client.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toThrow();
});

it.each([
  ['client_secret_basic', client.ClientSecretBasic],
  ['client_secret_post', client.ClientSecretPost],
])('signs in with a confidential client by %s, looks into the token, and logs out', async (_name, by) => {
  const app = await makeOAuthApp({ GenerateSecret: true });
  const config = await discover(app, by(app.clientSecret));
  const { url, checks } = await authorize(config, 'openid');
  const agent = newUserAgent();
  const tokens = await client.authorizationCodeGrant(config, await signInAt(url, app, agent), checks);
  const seen = await client.tokenIntrospection(config, tokens.access_token);
  expect(seen).toMatchObject({ active: true, sub: app.user.sub, client_id: app.clientId });

  const bye = client.buildEndSessionUrl(config, {
    id_token_hint: tokens.id_token ?? '',
    post_logout_redirect_uri: 'https://app.example.com/bye',
    state: 's',
  });
  const left = await agent.get(bye.href);
  expect(left.headers.get('location')).toBe('https://app.example.com/bye?state=s');
  const again = await authorize(config, 'openid');
  const asked = await agent.get(again.url.href);
  expect(asked.headers.get('location')).toContain('/login?');
});

it('hears of a refusal', async () => {
  const app = await makeOAuthApp();
  const config = await discover(app, client.None());
  const { url, checks } = await authorize(config, 'openid email');
  url.searchParams.set('prompt', 'none');
  const refused = await newUserAgent().get(url.href);
  const answered = new URL(refused.headers.get('location') ?? '');
  await expect(client.authorizationCodeGrant(config, answered, checks)).rejects.toMatchObject({
    error: 'login_required',
  });
});
