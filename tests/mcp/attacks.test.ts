import { beforeAll, describe, expect, it } from 'vitest';
import { nextHour } from '#tests/support/hours.ts';
import { authorizePath, locationOf, newVerifier, postForm } from '#tests/support/oauth.ts';
import { makeClient } from '#tests/support/pools.ts';
import {
  aClient,
  allowAt,
  askRegistration,
  clientCallback,
  makeOpenPool,
  type OpenPool,
  register,
  toConsent,
} from '#tests/support/registration.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';

let pool: OpenPool;

beforeAll(async () => {
  pool = await makeOpenPool();
});

const requestOf = (clientId: string, challenge: string, more: Readonly<Record<string, string | undefined>> = {}) =>
  authorizePath(
    { clientId },
    {
      redirect_uri: clientCallback,
      scope: 'openid',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...more,
    },
  );

const { challenge, verifier } = newVerifier();

describe('a stranger who registers', () => {
  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://example.com/x',
    'about:blank',
    'view-source:https://example.com',
    'intent://x#Intent;end',
    'mailto:x@example.com',
    'microsoft-edge:https://evil.example.com/',
    'googlechromes://evil.example.com/',
    'x-safari-https://evil.example.com/',
    'vivaldi:https://evil.example.com/',
    'yandexbrowser-open-url://https%3A%2F%2Fevil.example.com%2F',
    'steam://openurl/https://evil.example.com/',
    'android-app://com.android.chrome/https/evil.example.com/',
    'web+evil://callback',
    'firefox://open-url?url=https%3A%2F%2Fevil.example.com%2F',
    'ws://example.com',
    'http://example.com/callback',
    'http://10.0.0.1/callback',
    'https://10.0.0.1/callback',
    'https://192.168.1.1/callback',
    'https://169.254.169.254/latest',
    'https://[fd00::1]/callback',
    'https://0x7f.1/callback',
    'https://intranet/callback',
    'https://intranet./callback',
    'https://localhost./callback',
    'https://printer.local/callback',
    'https://user:password@example.com/callback',
    'https://good.example.com@evil.example.com/callback',
    'https://example.com/callback#fragment',
    'https://example.com\\@evil.example.com',
    '/callback',
    '//example.com/callback',
    '',
    ' https://example.com/callback',
    'https://exämple.com/callback',
    `https://example.com/${'x'.repeat(1100)}`,
  ])('gets no answer at %j', async (uri) => {
    const answer = await askRegistration(`/${pool.poolId}/oauth2/register`, { ...aClient, redirect_uris: [uri] });
    expect(answer.status).toBe(400);
    expect(JSON.parse(await answer.text()).error).toBe('invalid_redirect_uri');
  });

  it.each([
    'cursor://anysphere.cursor-mcp/oauth/callback',
    'com.example.app:/callback',
    'https://claude.ai/api/mcp/auth_callback',
  ])('may be an app that is reached by %s', async (uri) => {
    const own = await makeOpenPool();
    const { client_id } = await register(own, { redirect_uris: [uri] });
    const page = await toConsent(requestOf(client_id, challenge, { redirect_uri: uri }), own);
    expect(await page.text()).toContain(new URL(uri).host || 'com.example.app:');
  });

  it('can put no markup and nothing invisible into its name', async () => {
    const own = await makeOpenPool();
    const client_name = '<img src=x onerror=alert(1)>\u202e\u200b\u0007"\'&  Notes';
    const { client_id } = await register(own, { client_name });
    const text = await (await toConsent(requestOf(client_id, challenge), own)).text();
    expect(text).not.toContain('<img src=x');
    expect(text).toContain('&lt;img src=x onerror=alert(1)>');
    for (const unseen of ['\u202e', '\u200b', '\u0007']) expect(text).not.toContain(unseen);
  });

  it('can take another client’s name, but not the words that tell them apart', async () => {
    const own = await makeOpenPool();
    await makeClient(own.poolId, { ClientName: 'Acme Wiki' });
    const { client_id } = await register(own, {
      client_name: 'Acme Wiki',
      redirect_uris: ['https://evil.example.com/callback'],
    });
    const redirect_uri = 'https://evil.example.com/callback';
    const text = await (await toConsent(requestOf(client_id, challenge, { redirect_uri }), own)).text();
    expect(text).toContain('You will be sent to the site <b>evil.example.com</b>');
    expect(text).toContain('Nobody has checked this app.');
  });

  it('finds its host written out where letters look like others', async () => {
    const own = await makeOpenPool();
    // A Cyrillic letter, as the address has it in ASCII.
    const redirect_uri = 'https://xn--pple-43d.com/callback';
    const { client_id } = await register(own, { redirect_uris: [redirect_uri] });
    const text = await (await toConsent(requestOf(client_id, challenge, { redirect_uri }), own)).text();
    expect(text).toContain('xn--pple-43d.com');
  });

  it('has to use PKCE with S256', async () => {
    const { client_id } = await register(await makeOpenPool());
    for (const more of [
      { code_challenge: undefined, code_challenge_method: undefined },
      { code_challenge_method: 'plain' },
      { code_challenge_method: undefined },
    ]) {
      const back = locationOf(await newUserAgent().get(requestOf(client_id, challenge, more)));
      expect(back.searchParams.get('error')).toBe('invalid_request');
    }
  });

  it('has no browser led to its site by a request that is wrong, before the user has read where that leads', async () => {
    const own = await makeOpenPool();
    const redirect_uri = 'https://evil.example.com/callback';
    const { client_id } = await register(own, { redirect_uris: [redirect_uri] });
    const agent = newUserAgent();
    const page = await toConsent(requestOf(client_id, challenge, { redirect_uri }), own, agent);
    for (const [error, more] of Object.entries({
      invalid_scope: { scope: 'none' },
      invalid_request: { code_challenge: undefined },
      unauthorized_client: { response_type: 'token' },
      consent_required: { prompt: 'none' },
      invalid_target: { resource: 'https://none.example.com' },
    })) {
      const led = locationOf(await agent.get(requestOf(client_id, challenge, { redirect_uri, ...more })));
      expect([led.pathname, led.searchParams.get('error')]).toEqual(['/error', error]);
    }
    const login = locationOf(
      await newUserAgent().get(requestOf(client_id, challenge, { redirect_uri, prompt: 'none' })),
    );
    expect([login.pathname, login.searchParams.get('error')]).toEqual(['/error', 'login_required']);

    const denied = locationOf(await submit(agent, page, { deny: 'true' }));
    expect([denied.host, denied.searchParams.get('error')]).toEqual(['evil.example.com', 'access_denied']);
  });

  it('gets no tokens at the authorization endpoint, and no page of the owner’s apps', async () => {
    const { client_id } = await register(await makeOpenPool());
    for (const response_type of ['token', 'add_passkey', 'id_token']) {
      const answer = await newUserAgent().get(requestOf(client_id, challenge, { response_type }));
      expect(answer.headers.get('location')).toMatch(/error=(?:unauthorized_client|invalid_request)/);
    }
  });

  it('cannot spend the code of another client, nor its refresh token', async () => {
    const own = await makeOpenPool();
    const [victim, thief] = [await register(own), await register(own)];
    const code = (await allowAt(requestOf(victim.client_id, challenge), own)).searchParams.get('code') ?? '';
    const grant = { grant_type: 'authorization_code', code, redirect_uri: clientCallback, code_verifier: verifier };
    const errorOf = async (answer: Response): Promise<string> => JSON.parse(await answer.text()).error;
    expect(await errorOf(await postForm('/oauth2/token', { ...grant, client_id: thief.client_id }))).toBe(
      'invalid_grant',
    );
    const other = { ...grant, client_id: victim.client_id };
    expect(await errorOf(await postForm('/oauth2/token', { ...other, code_verifier: 'x'.repeat(43) }))).toBe(
      'invalid_grant',
    );
    expect(
      await errorOf(await postForm('/oauth2/token', { ...other, redirect_uri: 'http://localhost:1/oauth/callback' })),
    ).toBe('unauthorized_client');
    const tokens = JSON.parse(await (await postForm('/oauth2/token', other)).text());
    const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
    expect(await errorOf(await postForm('/oauth2/token', { ...refresh, client_id: thief.client_id }))).toBe(
      'invalid_grant',
    );
    expect((await postForm('/oauth2/token', { ...refresh, client_id: victim.client_id })).status).toBe(200);
  });

  it('is matched at any port of this machine, and at nothing else', async () => {
    const { client_id } = await register(await makeOpenPool());
    const at = async (redirect_uri: string): Promise<string> =>
      locationOf(await newUserAgent().get(requestOf(client_id, challenge, { redirect_uri }))).pathname;
    expect(await at('http://localhost:1/oauth/callback')).toBe('/login');
    expect(await at('http://localhost/oauth/callback')).toBe('/login');
    for (const uri of [
      'http://127.0.0.1:3334/oauth/callback',
      'http://localhost:3334/oauth/other',
      'http://localhost:3334/oauth/callback?x=1',
      'http://localhost:3334@evil.example.com/oauth/callback',
      'http://localhost:99999/oauth/callback',
      'https://localhost:3334/oauth/callback',
    ]) {
      expect(await at(uri), uri).toBe('/error');
    }
    // A client of the owner has to name the port.
    const made = await makeClient(pool.poolId, {
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      CallbackURLs: [clientCallback],
    });
    const other = requestOf(made.clientId, challenge, { redirect_uri: 'http://localhost:1/oauth/callback' });
    expect(locationOf(await newUserAgent().get(other)).pathname).toBe('/error');
  });

  it('cannot flood a pool from one address', async () => {
    const own = await makeOpenPool();
    const ahead = nextHour() - Date.now();
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => askRegistration(`/${own.poolId}/oauth2/register`, aClient, { ahead })),
    );
    const taken = answers.filter(({ status }) => status === 201).length;
    expect(taken).toBe(20);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  });
});
