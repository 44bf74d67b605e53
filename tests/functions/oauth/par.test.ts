import { calculateJwkThumbprint } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { createBranding } from '#tests/support/branding.ts';
import { newProof, newProofKeys, proofHeader } from '#tests/support/dpop.ts';
import { makeManagedApp } from '#tests/support/managed-login.ts';
import {
  authorizePath,
  callback,
  exchange,
  locationOf,
  makeOAuthApp,
  newVerifier,
  type OAuthApp,
  postForm,
} from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';

type Fields = Readonly<Record<string, string>>;

const push = async ({ clientId }: Pick<OAuthApp, 'clientId'>, more: Fields = {}, headers: Fields = {}) => {
  const fields = { client_id: clientId, response_type: 'code', redirect_uri: callback, scope: 'openid', ...more };
  const answer = await postForm('/oauth2/par', fields, { headers });
  const told: { request_uri?: string; error?: string; expires_in?: number } = JSON.parse(await answer.text());
  return { status: answer.status, cache: answer.headers.get('cache-control'), ...told };
};

const pathOf = ({ clientId }: Pick<OAuthApp, 'clientId'>, request_uri = '', more: Fields = {}): string =>
  `/oauth2/authorize?${new URLSearchParams({ client_id: clientId, request_uri, ...more })}`;

const errorOf = (answer: Response): string | null => locationOf(answer).searchParams.get('error');

describe('pushed requests for authorization (RFC 9126)', () => {
  let app: OAuthApp;

  beforeAll(async () => {
    app = await makeOAuthApp();
  });

  it('lead through the sign-in to the app, which the browser sees nothing of before', async () => {
    const { verifier, challenge } = newVerifier();
    const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
    const { status, cache, request_uri, expires_in } = await push(app, { ...pkce, state: 'a-state', nonce: 'n' });
    expect({ status, expires_in }).toEqual({ status: 201, expires_in: 90 });
    expect(cache).toContain('no-store');
    expect(request_uri).toMatch(/^urn:ietf:params:oauth:request_uri:/);

    const agent = newUserAgent();
    const toLogin = await agent.get(pathOf(app, request_uri));
    const login = toLogin.headers.get('location') ?? '';
    expect(login).toContain('/login?');
    expect(login).not.toMatch(/a-state|callback/);
    const page = await agent.get(login);
    const back = locationOf(await submit(agent, page, { username: app.user.username, password }));
    expect(back.searchParams.get('state')).toBe('a-state');
    const tokens = await exchange(app, back.searchParams.get('code') ?? '', { code_verifier: verifier });
    expect(tokens.status).toBe(200);
  });

  it('lead through the steps of managed login, in the language that was asked for', async () => {
    const managed = await makeManagedApp();
    await createBranding(managed);
    const { request_uri } = await push(managed, { lang: 'de' });
    const agent = newUserAgent();
    const login = await agent.get(pathOf(managed, request_uri));
    const page = await agent.get(login.headers.get('location') ?? '');
    expect(page.headers.get('content-language')).toBe('de');
    const second = await submit(agent, page, { username: managed.user.username });
    const asked = await agent.get(second.headers.get('location') ?? '');
    const back = locationOf(await submit(agent, asked, { password }));
    expect(back.searchParams.has('code')).toBe(true);
  });

  it('count once, for their own client, for 90 seconds', async () => {
    const { request_uri } = await push(app);
    const agent = newUserAgent();
    expect(errorOf(await agent.get(pathOf(await makeClient(app.poolId), request_uri)))).not.toBeNull();
    const late = { 'x-gatehouse-clock': String(Date.now() + 91_000) };
    const over = await fetch(`${stack().endpoint}${pathOf(app, request_uri)}`, { headers: late, redirect: 'manual' });
    expect(errorOf(over)).toBe('invalid_request_uri');
    expect(errorOf(await agent.get(pathOf(app, request_uri)))).toBeNull();
    expect(errorOf(await agent.get(pathOf(app, request_uri)))).toBe('invalid_request_uri');
  });

  it('are found by pages only after they were used up, and at the authorization endpoint not again', async () => {
    const { request_uri = '' } = await push(app);
    const agent = newUserAgent();
    const direct = await agent.get(`/login?${new URLSearchParams({ client_id: app.clientId, request_uri })}`);
    expect(errorOf(direct)).toBe('invalid_request_uri');
    const toLogin = await agent.get(pathOf(app, request_uri));
    const again = (toLogin.headers.get('location') ?? '').replace('/login?', '/oauth2/authorize?');
    expect(errorOf(await agent.get(again))).toBe('invalid_request_uri');
  });

  it('are not changed by what stands beside them', async () => {
    const { request_uri } = await push(app, { prompt: 'none', state: 'pushed' });
    const agent = newUserAgent();
    const answer = await agent.get(pathOf(app, request_uri, { prompt: 'login', state: 'other', redirect_uri: 'x:y' }));
    expect(locationOf(answer).searchParams.get('error')).toBe('login_required');
    expect(locationOf(answer).searchParams.get('state')).toBe('pushed');
  });

  it.each<[string, Fields, string]>([
    ['another redirect URI', { redirect_uri: 'https://other.example.com/' }, 'invalid_request'],
    ['a scope that the client may not have', { scope: 'openid orders/read' }, 'invalid_scope'],
    ['no response type', { response_type: '' }, 'invalid_request'],
    ['a reference', { request_uri: 'urn:ietf:params:oauth:request_uri:a' }, 'request_uri_not_supported'],
    ['another client', { client_id: 'unknown' }, 'invalid_client'],
  ])('are refused at once with %s', async (_name, more, error) => {
    const status = error === 'invalid_client' ? 401 : 400;
    expect(await push(app, more)).toMatchObject({ status, error });
  });

  it('are refused beyond 4 kB, and by another method', async () => {
    const login_hint = 'ä'.repeat(2000);
    expect(await push(app, { login_hint })).toMatchObject({ status: 413, error: 'invalid_request' });
    expect((await fetch(`${stack().endpoint}/oauth2/par`)).status).toBe(405);
  });

  it('prove the client, and keep no secret of it', async () => {
    const own = { ...app, ...(await makeOAuthApp({ GenerateSecret: true })) };
    expect(await push(own)).toMatchObject({ status: 401, error: 'invalid_client' });
    const { status } = await push(own, { client_secret: own.clientSecret ?? '' });
    expect(status).toBe(201);
  });

  it('bind the code to the key that they prove', async () => {
    const keys = newProofKeys();
    const { request_uri } = await push(app, {}, await proofHeader(keys, { path: '/oauth2/par' }));
    const agent = newUserAgent();
    const page = await agent.get((await agent.get(pathOf(app, request_uri))).headers.get('location') ?? '');
    const back = locationOf(await submit(agent, page, { username: app.user.username, password }));
    const code = back.searchParams.get('code') ?? '';
    expect(await (await exchange(app, code)).text()).toContain('invalid_dpop_proof');
    expect((await exchange(app, code, {}, { headers: await proofHeader(keys) })).status).toBe(200);

    const dpop_jkt = await calculateJwkThumbprint(newProofKeys().jwk);
    const proof = { dpop: await newProof(keys, { path: '/oauth2/par' }) };
    expect(await push(app, { dpop_jkt }, proof)).toMatchObject({ error: 'invalid_dpop_proof' });
  });

  it('are asked of a client by its setting', async () => {
    const strict = await makeOAuthApp();
    const { poolId: UserPoolId, clientId: ClientId } = strict;
    const given = { UserPoolId, ClientId, RequirePushedAuthorizationRequests: true };
    expect(await callOwn('SetUserPoolClientOAuthSettings', given)).toMatchObject(given);
    const agent = newUserAgent();
    for (const path of ['/oauth2/authorize', '/login']) {
      const answer = await agent.get(authorizePath(strict, { state: 's' }, path));
      expect(locationOf(answer).href).toContain(callback);
      expect(errorOf(answer)).toBe('invalid_request');
    }
    const { request_uri } = await push(strict);
    expect((await agent.get(pathOf(strict, request_uri))).headers.get('location')).toContain('/login?');
  });
});
