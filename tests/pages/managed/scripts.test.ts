import { describe, expect, it } from 'vitest';
import { makeManagedApp, makeManagedPool } from '#tests/support/managed-login.ts';
import { callback, locationOf, type OAuthApp } from '#tests/support/oauth.ts';
import { makeUser, password } from '#tests/support/pools.ts';
import { codeIn, loginPath, textOf } from '#tests/support/sign-in-page.ts';
import { newUserAgent, type UserAgent } from '#tests/support/user-agent.ts';

// As scripts do it: without a parser, by expressions that they share.
const tokenIn = (page: string): string => / name="csrf" value="([^"]*)"/.exec(page)?.[1] ?? '';

const asData = (path: string, route = 'login'): string => `${path}&_data=routes%2F${route}`;

const secondStep = (path: string): string => path.replace('/login?', '/verifyPassword?');

const open = async (app: Pick<OAuthApp, 'clientId'>, agent: UserAgent = newUserAgent()) => {
  const page = await textOf(await agent.get(loginPath(app)));
  return { agent, page, csrf: tokenIn(page) };
};

const quoted = (fields: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, JSON.stringify(value)]));

const toApp = new RegExp(`^${callback.replaceAll('.', '\\.')}\\?code=[\\da-f-]{36}`);

describe('a script on managed login', () => {
  it('finds the page that it looks for, and a token that the cookie repeats', async () => {
    const { agent, page, csrf } = await open(await makeManagedApp());
    expect(page).toContain('routes/login');
    expect(page).toMatch(
      /<form action="\/login\?[^"]*&amp;[^"]*" method="post"[^>]*><input type="hidden" name="csrf" /,
    );
    expect(page).toContain('name="cognitoAsfData"');
    expect(csrf).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(agent.cookies.get('XSRF-TOKEN')).toBe(csrf);
  });

  it.each([
    ['bare', (fields: Record<string, string>) => fields],
    ['JSON strings', quoted],
  ])('signs in in one step, with values that are %s', async (_what, as) => {
    const app = await makeManagedApp();
    const { agent, csrf } = await open(app);
    const fields = as({ csrf, username: app.user.username, password, cognitoAsfData: '' });
    expect(locationOf(await agent.post(loginPath(app), fields)).href).toMatch(toApp);
  });

  it('may quote values and leave the token bare, or take it from the cookie', async () => {
    const app = await makeManagedApp();
    const { agent } = await open(app);
    const fields = {
      csrf: agent.cookies.get('XSRF-TOKEN') ?? '',
      ...quoted({ username: app.user.username, password }),
    };
    expect(await codeIn(await agent.post(loginPath(app), fields))).toBeTruthy();
  });

  it.each([
    ['bare', (fields: Record<string, string>) => fields],
    ['JSON strings', quoted],
  ])('signs in in two steps, with values that are %s', async (_what, as) => {
    const app = await makeManagedApp();
    const { agent, csrf } = await open(app);
    const first = await agent.post(loginPath(app), as({ csrf, username: app.user.username }));
    expect(locationOf(first).pathname).toBe('/verifyPassword');
    const second = await agent.post(secondStep(loginPath(app)), as({ csrf, password }));
    expect(locationOf(second).href).toMatch(toApp);
  });

  it('may go on with the password where the user could choose', async () => {
    const pool = await makeManagedPool({
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      AutoVerifiedAttributes: ['email'],
    });
    const { username } = await makeUser(pool);
    const { agent, csrf } = await open(pool);
    await agent.post(loginPath(pool), { csrf, username });
    expect(await codeIn(await agent.post(secondStep(loginPath(pool)), { csrf, password }))).toBeTruthy();
  });

  it('leaves a password that begins and ends with a quotation mark alone, where the page itself posts it', async () => {
    const app = await makeManagedApp();
    const { agent, csrf } = await open(app);
    const fields = { csrf, plain: '1', username: app.user.username, password: JSON.stringify(password) };
    expect((await agent.post(loginPath(app), fields)).status).toBe(200);
  });
});

describe('a form that asks for data', () => {
  it('leads on by 204, to where a page would lead by 302', async () => {
    const app = await makeManagedApp();
    const { agent, csrf } = await open(app);
    const fields = quoted({ csrf, username: app.user.username, password });
    const answer = await agent.post(asData(loginPath(app)), fields);
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.headers.get('x-remix-redirect')).toMatch(toApp);
    expect(answer.headers.get('x-remix-status')).toBe('302');
    expect(answer.headers.get('x-remix-revalidate')).toBe('yes');
    expect(answer.headers.getSetCookie().join()).toContain('gatehouse-');
  });

  it('leads to the second step without the parameter, and from there to the app', async () => {
    const app = await makeManagedApp();
    const { agent, csrf } = await open(app);
    const first = await agent.post(asData(loginPath(app)), quoted({ csrf, username: app.user.username }));
    const next = new URL(first.headers.get('x-remix-redirect') ?? '');
    expect([first.status, next.pathname, next.searchParams.has('_data')]).toEqual([204, '/verifyPassword', false]);
    const path = asData(`${next.pathname}${next.search}`, 'verifyPassword');
    const second = await agent.post(path, quoted({ csrf, password }));
    expect(second.headers.get('x-remix-redirect')).toMatch(toApp);
  });

  it.each([
    ['in one step', loginPath, 'login'],
    ['in the second step', (app: OAuthApp) => secondStep(loginPath(app)), 'verifyPassword'],
  ])('is told by JSON what is wrong, %s', async (_where, pathOf, route) => {
    const app = await makeManagedApp();
    const { agent, csrf } = await open(app);
    const fields = quoted({ csrf, username: app.user.username, password: 'Wrong-horse-1' });
    const answer = await agent.post(asData(pathOf(app), route), fields);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(JSON.parse(await answer.text())).toEqual({
      formError: 'Incorrect username or password. Check both, and try again.',
      csrf,
    });
  });

  it('is told what is asked next', async () => {
    const pool = await makeManagedPool({
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      AutoVerifiedAttributes: ['email'],
    });
    const { username } = await makeUser(pool);
    const { agent, csrf } = await open(pool);
    const asked = JSON.parse(await (await agent.post(asData(loginPath(pool)), quoted({ csrf, username }))).text());
    expect(asked).toEqual({ formError: null, csrf, challenge: 'SELECT_CHALLENGE', question: expect.any(String) });
    const answer = await agent.post(loginPath(pool), { csrf, question: asked.question, answer: 'PASSWORD' });
    expect(await textOf(answer)).toContain('<h1>Enter your password</h1>');
  });

  it('is refused without its own token', async () => {
    const app = await makeManagedApp();
    const { agent } = await open(app);
    const fields = { csrf: 'x', username: app.user.username, password };
    const { formError } = JSON.parse(await (await agent.post(asData(loginPath(app)), fields)).text());
    expect(formError).toBe('This page has expired. Try again.');
  });
});
