import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { withManagedLogin } from '#tests/support/managed-login.ts';
import { authorizePath, locationOf, newVerifier, postForm } from '#tests/support/oauth.ts';
import { makeUser, password } from '#tests/support/pools.ts';
import {
  allowAt,
  allowValue,
  api,
  apiScopes,
  clientCallback,
  makeOpenPool,
  type OpenPool,
  register,
  toConsent,
} from '#tests/support/registration.ts';
import { loginPath } from '#tests/support/sign-in-page.ts';
import { formIn, newUserAgent, submit } from '#tests/support/user-agent.ts';

const { verifier, challenge } = newVerifier();

const requestOf = (clientId: string, more: Readonly<Record<string, string | undefined>> = {}): string =>
  authorizePath(
    { clientId },
    {
      redirect_uri: clientCallback,
      scope: `openid ${apiScopes.read}`,
      state: 's',
      resource: api,
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...more,
    },
  );

const makeManaged = async (): Promise<OpenPool> => withManagedLogin(await makeOpenPool());

describe.each([
  ['classic pages', () => makeOpenPool(), 'You will be sent to a program on this computer, at <b>localhost</b>'],
  ['managed login', makeManaged, 'You will be sent to a program on this computer, at localhost.'],
])('consent, on %s', (_family, make, place) => {
  let pool: OpenPool;

  beforeAll(async () => {
    pool = await make();
  });

  it('names the client, where the browser goes, the API, each scope, and the account', async () => {
    const { client_id } = await register(pool, { client_name: 'My agent' });
    const page = await toConsent(requestOf(client_id), pool);
    const text = await page.text();
    for (const said of ['My agent', place, `test (${api})`, 'To read', apiScopes.read, 'Know who you are']) {
      expect(text).toContain(said);
    }
    expect(text).toContain(pool.user.username);
    expect(text).toContain('Nobody has checked this app.');
  });

  it('runs no script, and is in no frame, no cache and no form of elsewhere', async () => {
    const { client_id } = await register(pool);
    const agent = newUserAgent();
    const page = await toConsent(requestOf(client_id), pool, agent);
    expect(page.headers.get('x-frame-options')).toBe('DENY');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('cache-control')).toContain('no-store');
    const text = await page.text();
    const { action, fields } = formIn(text);
    const allow = allowValue(text);
    // Without the token, with another one, and from another origin: the page is shown again, and nothing is given.
    const tries: readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>][] = [
      [{ allow }, {}],
      [{ ...fields, _csrf: 'x', csrf: 'x', allow }, {}],
      [{ ...fields, allow }, { origin: 'https://evil.example.com' }],
      [{ ...fields, allow }, { 'sec-fetch-site': 'cross-site' }],
    ];
    for (const [posted, headers] of tries) {
      const forged = await newUserAgent({ headers, cookies: agent.cookies }).post(action, posted);
      expect(forged.status).toBe(200);
      expect(forged.headers.get('location')).toBeNull();
    }
  });

  it('gives the app nothing but the refusal where the user denies it', async () => {
    const { client_id } = await register(pool);
    const agent = newUserAgent();
    const page = await toConsent(requestOf(client_id), pool, agent);
    const back = locationOf(await submit(agent, page, { deny: 'true' }));
    expect(back.origin + back.pathname).toBe(clientCallback);
    expect(back.searchParams.get('error')).toBe('access_denied');
    expect(back.searchParams.get('state')).toBe('s');
    expect(back.searchParams.get('code')).toBeNull();
  });

  it('asks again each time, also where the browser has a session', async () => {
    const { client_id } = await register(pool);
    const agent = newUserAgent();
    await allowAt(requestOf(client_id), pool, agent);
    const again = await agent.get(requestOf(client_id));
    expect(locationOf(again).pathname).toBe('/oauth2/consent');
    const silent = locationOf(await agent.get(requestOf(client_id, { prompt: 'none' })));
    expect(silent.searchParams.get('error')).toBe('consent_required');
    const direct = requestOf(client_id, { prompt: 'none' }).replace('/oauth2/authorize', '/oauth2/consent');
    expect(locationOf(await agent.get(direct)).searchParams.get('error')).toBe('consent_required');
  });

  it('is for the user whom the page named, and for nobody who has signed in since', async () => {
    const { client_id } = await register(pool);
    const agent = newUserAgent();
    const page = await toConsent(requestOf(client_id), pool, agent);
    const allow = allowValue(await page.clone().text());
    const other = await makeUser(pool);
    // Another tab of the same browser.
    const login = await agent.get(requestOf(client_id, { prompt: 'login' }).replace('/oauth2/authorize', '/login'));
    await submit(agent, login, { username: other.username, password });
    const answer = await submit(agent, page, { allow });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(other.username);
  });

  it('needs a session, and leads to sign-in without one', async () => {
    const { client_id } = await register(pool);
    const path = requestOf(client_id).replace('/oauth2/authorize', '/oauth2/consent');
    expect(locationOf(await newUserAgent().get(path)).pathname).toBe('/login');
  });

  it('is no obstacle for a sign-in that has to be new', async () => {
    const { client_id } = await register(pool);
    const agent = newUserAgent();
    await allowAt(requestOf(client_id), pool, agent);
    for (const asked of [{ prompt: 'login' }, { max_age: '0' }]) {
      const back = await allowAt(requestOf(client_id, asked), pool, agent);
      expect(back.searchParams.get('code')).toMatch(/^[\da-f-]{36}$/);
    }
    // A session of long ago is none, though.
    const later = newUserAgent({ cookies: agent.cookies, ahead: 1_200_000 });
    const path = requestOf(client_id, { prompt: 'login' }).replace('/oauth2/authorize', '/oauth2/consent');
    expect(locationOf(await later.get(path)).pathname).toBe('/login');
  });

  it('is not for clients of the owner', async () => {
    const path = loginPath(pool, {}).replace('/login', '/oauth2/consent');
    expect((await newUserAgent().get(path)).status).toBe(302);
  });

  it('gives tokens of the user who allowed it', async () => {
    const { client_id } = await register(pool);
    const code = (await allowAt(requestOf(client_id), pool)).searchParams.get('code') ?? '';
    const answer = await postForm('/oauth2/token', {
      grant_type: 'authorization_code',
      client_id,
      code,
      redirect_uri: clientCallback,
      code_verifier: verifier,
    });
    const { access_token, id_token } = JSON.parse(await answer.text());
    expect(decodeJwt(access_token)).toMatchObject({ sub: pool.user.sub, client_id, aud: api });
    expect(decodeJwt(id_token)).toMatchObject({ sub: pool.user.sub, aud: client_id });
  });
});
