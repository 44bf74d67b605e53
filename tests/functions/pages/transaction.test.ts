import { beforeAll, describe, expect, it } from 'vitest';
import { authorizePath, callback, exchange, locationOf, type OAuthApp } from '#tests/support/oauth.ts';
import {
  beginOwnPage,
  makeOwnPagesApp,
  ownOrigin,
  ownSignInUrl,
  send,
  stepIn,
  transactionIn,
} from '#tests/support/own-pages.ts';
import { password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

let app: OAuthApp;

beforeAll(async () => {
  app = await makeOwnPagesApp();
});

const credentials = () => ({ username: app.user.username, password });

describe('a transaction', () => {
  it('begins at the authorization endpoint, signs in by the password, and leads back with a code', async () => {
    const agent = newUserAgent();
    const led = await agent.get(authorizePath(app, { scope: 'openid', state: 's' }));
    const location = locationOf(led);
    expect(led.status).toBe(302);
    expect(`${location.origin}${location.pathname}`).toBe(ownSignInUrl);
    expect([...location.searchParams.keys()]).toEqual(['transaction']);
    expect(led.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^gatehouse-transaction-\w+=[\w-]{43}; Path=\/; Max-Age=1800; HttpOnly; SameSite=Lax$/),
    ]);

    const page = await beginOwnPage(app, { state: 's' }, agent);
    const first = await page.show();
    expect(first).toMatchObject({
      status: 200,
      turn: 0,
      step: 'signIn',
      names: ['username'],
      takesNames: true,
      firstFactors: ['PASSWORD'],
      providers: [],
    });
    expect(first.headers.get('access-control-allow-origin')).toBe(ownOrigin);
    expect(first.headers.get('access-control-allow-credentials')).toBe('true');
    expect(first.headers.get('cache-control')).toContain('no-store');
    expect(first.headers.get('vary')).toContain('Origin');

    const wrong = await page.act('signIn', { ...credentials(), password: 'Wrong-horse-1' });
    expect(wrong).toMatchObject({
      status: 400,
      turn: 0,
      step: 'signIn',
      error: { code: 'NotAuthorizedException', message: 'Incorrect username or password.' },
    });

    const done = await page.act('signIn', credentials());
    expect(done).toEqual({
      status: 200,
      headers: expect.anything(),
      turn: 1,
      step: 'done',
      goTo: `${stack().endpoint}/transactions/${page.id}/return`,
    });
    expect(done.headers.getSetCookie()).toEqual([]);
    // The answer that was lost on its way is found again.
    expect(await page.show()).toMatchObject({ turn: 1, step: 'done', goTo: done.goTo });

    const back = await page.follow(done);
    expect(back.status).toBe(302);
    expect(back.headers.getSetCookie()).toEqual([expect.stringMatching(/^gatehouse-\w+=/)]);
    const to = locationOf(back);
    expect(`${to.origin}${to.pathname}`).toBe(callback);
    expect(to.searchParams.get('state')).toBe('s');
    expect((await exchange(app, to.searchParams.get('code') ?? '')).status).toBe(200);

    // The session is that of the pages: no page is needed any more.
    const again = locationOf(await agent.get(authorizePath(app)));
    expect(again.searchParams.get('code')).toMatch(/^[\da-f-]{36}$/);
  });
});

describe('a stolen id', () => {
  it('is worth nothing without the cookie, and in another browser', async () => {
    const page = await beginOwnPage(app);
    const none = await stepIn(await send(page.id));
    expect(none).toMatchObject({
      status: 403,
      error: { code: 'BrowserNotKnownException' },
      goTo: `${stack().endpoint}/transactions/${page.id}/hosted`,
    });
    const other = await beginOwnPage(app);
    for (const method of ['GET', 'POST']) {
      const body = method === 'POST' ? { body: JSON.stringify({ turn: 0, action: 'signIn', ...credentials() }) } : {};
      const answer = await stepIn(await send(page.id, { method, cookies: other.agent.cookies, ...body }));
      expect(answer).toMatchObject({ status: 404, error: { code: 'TransactionNotFoundException' } });
      expect(answer.step).toBeUndefined();
    }
  });

  it('is over after half an hour, and the end after two minutes', async () => {
    // No page of another origin moves the clock: so it is the beginning that lies back.
    const begunAt = (ahead: number) => beginOwnPage(app, {}, newUserAgent({ ahead }));
    expect(await (await begunAt(-1_780_000)).show()).toMatchObject({ step: 'signIn' });
    const over = { error: { code: 'TransactionNotFoundException' } };
    expect(await (await begunAt(-1_801_000)).show()).toMatchObject(over);

    const page = await beginOwnPage(app);
    const done = await page.act('signIn', credentials());
    const late = newUserAgent({ ahead: 121_000, cookies: page.agent.cookies });
    expect(locationOf(await late.get(done.goTo ?? '')).searchParams.get('error')).toBe('access_denied');
  });
});

describe('a page of another origin', () => {
  it.each(['https://evil.example', 'https://app.example.com.evil.example', 'http://app.example.com', 'null', ''])(
    'such as %j is told nothing',
    async (origin) => {
      const page = await beginOwnPage(app);
      for (const method of ['OPTIONS', 'GET', 'POST']) {
        const body = method === 'POST' ? { body: JSON.stringify({ turn: 0, action: 'signIn', ...credentials() }) } : {};
        const answer = await send(page.id, { method, origin, cookies: page.agent.cookies, ...body });
        expect(answer.status).toBe(403);
        expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
        expect(JSON.parse(await answer.text()).error.code).toBe('OriginNotAllowedException');
      }
      expect(await page.show()).toMatchObject({ turn: 0 });
    },
  );

  it('is answered before it posts only if it is the app’s', async () => {
    const page = await beginOwnPage(app);
    const answer = await send(page.id, {
      method: 'OPTIONS',
      headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': ownOrigin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type',
    });
  });
});

describe('the order of steps', () => {
  it('is kept: a step is answered once, and by what it takes', async () => {
    const page = await beginOwnPage(app);
    const moved = await page.act('goTo', { to: 'forgotPassword', username: app.user.username });
    expect(moved).toMatchObject({ status: 200, turn: 1, step: 'forgotPassword', username: app.user.username });
    const replayed = await page.act('signIn', { ...credentials(), turn: 0 });
    expect(replayed).toMatchObject({
      status: 409,
      turn: 1,
      step: 'forgotPassword',
      error: { code: 'StepMismatchException' },
    });
    expect(await page.act('confirm', { code: '123456' })).toMatchObject({
      status: 400,
      turn: 1,
      error: { code: 'InvalidParameterException', message: 'The step forgotPassword takes no action confirm.' },
    });
    expect(await page.act('goTo', { to: 'signIn' })).toMatchObject({ turn: 2, step: 'signIn' });
  });
});

it('keeps the id of the transaction out of every other parameter', async () => {
  const agent = newUserAgent();
  const answer = await agent.get(authorizePath(app, { transaction: 'x' }));
  expect(transactionIn(answer)).toMatch(new RegExp(`^${app.clientId}\\.[\\w-]{43}$`));
});
