import { decodeJwt } from 'jose';
import { expect, it } from 'vitest';
import {
  authorizePath,
  exchange,
  locationOf,
  makeOAuthApp,
  newCode,
  newVerifier,
  postForm,
  signInOnPage,
} from '#tests/support/oauth.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

it('leads from the app to the sign-in page, back with a code, and to tokens', async () => {
  const app = await makeOAuthApp();
  const { verifier, challenge } = newVerifier();
  const asked = {
    scope: 'openid email',
    state: 'a/b c',
    nonce: 'n-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  };
  const agent = newUserAgent();
  const answer = await signInOnPage(agent, app, asked);
  expect(answer.status).toBe(302);
  const location = locationOf(answer);
  expect(location.origin + location.pathname).toBe('https://app.example.com/callback');
  expect(location.searchParams.get('state')).toBe('a/b c');
  expect(location.searchParams.get('iss')).toContain(app.poolId);
  const code = location.searchParams.get('code') ?? '';
  expect(code).toMatch(/^[0-9a-f-]{36}$/);

  const tokens = await exchange(app, code, { code_verifier: verifier });
  expect(tokens.status).toBe(200);
  const body = JSON.parse(await tokens.text());
  expect(Object.keys(body)).toEqual(['id_token', 'access_token', 'refresh_token', 'expires_in', 'token_type']);
  expect(decodeJwt(body.access_token)).toMatchObject({ scope: 'openid email', version: 2, client_id: app.clientId });
  expect(decodeJwt(body.id_token)).toMatchObject({ nonce: 'n-1', email: app.user.email, sub: app.user.sub });

  const again = await agent.get(authorizePath(app, { ...asked, prompt: 'none' }));
  expect(locationOf(again).searchParams.get('code')).toMatch(/^[0-9a-f-]{36}$/);

  const refreshed = await postForm('/oauth2/token', {
    grant_type: 'refresh_token',
    client_id: app.clientId,
    refresh_token: body.refresh_token,
  });
  expect(Object.keys(JSON.parse(await refreshed.text()))).toEqual([
    'id_token',
    'access_token',
    'expires_in',
    'token_type',
  ]);
});

it('takes a code once, and ends what it gave when it comes again', async () => {
  const app = await makeOAuthApp();
  const code = await newCode(app);
  const first = await exchange(app, code);
  const { refresh_token } = JSON.parse(await first.text());
  const second = await exchange(app, code);
  expect([second.status, await second.text()]).toEqual([400, '{"error":"invalid_grant"}']);
  const after = await postForm('/oauth2/token', {
    grant_type: 'refresh_token',
    client_id: app.clientId,
    refresh_token,
  });
  expect([after.status, await after.text()]).toEqual([400, '{"error":"invalid_grant"}']);
});
