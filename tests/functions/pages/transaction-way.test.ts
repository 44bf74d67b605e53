import { beforeAll, describe, expect, it } from 'vitest';
import { locationOf, type OAuthApp } from '#tests/support/oauth.ts';
import { beginOwnPage, makeOwnPagesApp } from '#tests/support/own-pages.ts';
import { password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

let app: OAuthApp;

beforeAll(async () => {
  app = await makeOwnPagesApp();
});

const credentials = () => ({ username: app.user.username, password });

describe('the way from a transaction', () => {
  it('ends once', async () => {
    const page = await beginOwnPage(app);
    const done = await page.act('signIn', credentials());
    expect(locationOf(await page.follow(done)).searchParams.get('code')).toBeTruthy();
    const again = locationOf(await page.follow(done));
    expect(`${again.pathname}${again.search}`).toBe(`/error?error=invalid_request`);
    expect(await page.show()).toMatchObject({ status: 404, error: { code: 'TransactionNotFoundException' } });
  });

  it('leads nowhere in another browser, even once its user has signed in', async () => {
    const page = await beginOwnPage(app);
    const done = await page.act('signIn', credentials());
    for (const way of ['return', 'hosted', 'provider?identity_provider=x']) {
      for (const agent of [newUserAgent(), (await beginOwnPage(app)).agent]) {
        const led = locationOf(await agent.get(`/transactions/${page.id}/${way}`));
        expect(`${led.origin}${led.pathname}${led.search}`).toBe(`${stack().endpoint}/error?error=invalid_request`);
      }
    }
    expect(locationOf(await page.follow(done)).searchParams.get('code')).toBeTruthy();
  });

  it('lets no answer out before its end', async () => {
    const page = await beginOwnPage(app);
    const led = locationOf(await page.agent.get(`/transactions/${page.id}/return`));
    expect(led.pathname).toBe('/error');
    expect(await page.show()).toMatchObject({ turn: 0, step: 'signIn' });
  });

  it('is for a browser that goes there, not for what a page of any site loads', async () => {
    const page = await beginOwnPage(app);
    const done = await page.act('signIn', credentials());
    for (const dest of ['image', 'iframe', 'script', 'empty']) {
      const agent = newUserAgent({ headers: { 'sec-fetch-dest': dest }, cookies: page.agent.cookies });
      expect(locationOf(await agent.get(done.goTo ?? '')).pathname).toBe('/error');
    }
    const going = newUserAgent({ headers: { 'sec-fetch-dest': 'document' }, cookies: page.agent.cookies });
    expect(locationOf(await going.get(done.goTo ?? '')).searchParams.get('code')).toBeTruthy();
  });

  it('leads to our own pages with the request of the app', async () => {
    const page = await beginOwnPage(app, { state: 's' });
    const led = locationOf(await page.agent.get(`/transactions/${page.id}/hosted`));
    expect(led.pathname).toBe('/login');
    expect(led.searchParams.get('state')).toBe('s');
  });
});
