import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeFor } from '#tests/support/mailbox.ts';
import { authorizePath, makeOAuthApp, type OAuthApp } from '#tests/support/oauth.ts';
import { useOwnPages } from '#tests/support/own-pages.ts';
import { anEmail, password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { axeFaults } from './axe.ts';
import { runsHere, startChromium } from './chromium.ts';
import { type OwnPagesSite, startOwnPagesSite } from './own-pages-site.ts';

describe.skipIf(!runsHere)('the app’s own pages', () => {
  let browser: Browser;
  let site: OwnPagesSite;
  let home: string;

  beforeAll(async () => {
    [browser, site] = await Promise.all([startChromium(), startOwnPagesSite(stack().endpoint)]);
    home = `http://localhost:${site.port}/`;
  });

  afterAll(async () => {
    await browser.close();
    await site.stop();
  });

  const makeApp = async (path: string): Promise<OAuthApp> => {
    const app = await makeOAuthApp({ CallbackURLs: [home], LogoutURLs: [home] }, { AutoVerifiedAttributes: ['email'] });
    await useOwnPages(app, `${home}${path}`);
    return app;
  };

  const asked = (app: OAuthApp): string =>
    `${stack().endpoint}${authorizePath(app, { redirect_uri: home, scope: 'openid', state: 's' })}`;

  const open = async (url: string, at?: Page): Promise<Page> => {
    const page = at ? await at.context().newPage() : await (await browser.newContext()).newPage();
    await page.goto(url);
    return page;
  };

  const heading = (page: Page, text: string): Promise<void> => page.getByRole('heading', { name: text }).waitFor();
  const backAtApp = (page: Page): Promise<void> => page.waitForURL((url) => url.href.startsWith(`${home}?`));

  // From the field that has the focus: what is typed, and the key that goes on.
  const type = async (page: Page, ...texts: readonly string[]): Promise<void> => {
    for (const [index, text] of texts.entries()) {
      if (index > 0) await page.keyboard.press('Tab');
      await page.keyboard.type(text);
    }
    await page.keyboard.press('Enter');
  };

  it('sign in an unmodified oidc-client-ts by keyboard, and axe finds nothing', async () => {
    const app = await makeApp('sign-in');
    const settings = {
      authority: `${stack().endpoint}/${app.poolId}`,
      client_id: app.clientId,
      redirect_uri: home,
      response_mode: 'query',
      scope: 'openid email',
    };
    const page = await open(home);
    await page.evaluate(`apps.oidc.configure(${JSON.stringify(settings)})`);
    await page.evaluate('void apps.oidc.signIn()');
    await heading(page, 'Sign in');
    expect(page.url()).toMatch(`${home}sign-in?transaction=`);
    expect(await axeFaults(page)).toEqual([]);
    await type(page, app.user.username, 'Wrong-horse-1');
    await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await type(page, app.user.username, password);
    await backAtApp(page);
    await page.evaluate(`apps.oidc.configure(${JSON.stringify(settings)})`);
    expect(await page.evaluate('apps.oidc.finishSignIn()')).toMatchObject({ profile: { sub: app.user.sub } });

    // The session of the pages is there: the next request is answered at once.
    const again = await open(asked(app), page);
    expect(again.url()).toMatch(`${home}?code=`);
  });

  it('sign up, confirm, and go back, in one tab of two', async () => {
    const app = await makeApp('sign-in');
    const page = await open(asked(app));
    await heading(page, 'Sign in');
    const address = page.url();
    const other = await open(address, page);
    await heading(other, 'Sign in');
    await page.getByRole('button', { name: 'Create an account' }).click();
    await heading(page, 'Create an account');
    const email = anEmail();
    await type(page, `new-${email.slice(0, 8)}`, email, password);
    await heading(page, 'Confirm your account');
    expect(await axeFaults(page)).toEqual([]);

    // The other tab is a step behind: it shows where the sign-in is, and takes nothing twice.
    await type(other, app.user.username, password);
    await heading(other, 'Confirm your account');
    await type(page, await codeFor(email));
    await backAtApp(page);
    await other.reload();
    await other.getByRole('alert').filter({ hasText: 'The transaction is over' }).waitFor();

    // In another browser, the address is worth nothing.
    const stranger = await open(address);
    await stranger.waitForURL(/\/error\?error=invalid_request/);
  });

  it('in React: a wrong password, a forgotten one, and the way back', async () => {
    const app = await makeApp('react');
    const page = await open(asked(app));
    await heading(page, 'Sign in');
    expect(await axeFaults(page)).toEqual([]);
    await type(page, app.user.username, 'Wrong-horse-1');
    await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
    await page.getByRole('button', { name: 'Forgot your password?' }).click();
    await heading(page, 'Forgotten password');
    await type(page, app.user.username);
    await heading(page, 'Set a new password');
    await type(page, await codeFor(app.user.email), 'Better-horse-2');
    await heading(page, 'Sign in');
    await type(page, app.user.username, 'Better-horse-2');
    await backAtApp(page);
    expect(new URL(page.url()).searchParams.get('state')).toBe('s');
  });

  // 127.0.0.1 and localhost are two sites. By HTTPS, the cookie says SameSite=None.
  describe('of another site than the deployment', () => {
    const acrossSites = async (isBlocked: boolean): Promise<boolean> => {
      const { endpoint } = stack().https ?? {};
      const own = await startOwnPagesSite(endpoint ?? '');
      try {
        const away = `http://127.0.0.1:${own.port}/`;
        const app = await makeOAuthApp({ CallbackURLs: [away] });
        await useOwnPages(app, `${away}sign-in`);
        const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
        const cdp = await page.context().newCDPSession(page);
        await cdp.send('Network.enable');
        await cdp.send('Network.setCookieControls', { enableThirdPartyCookieRestriction: isBlocked });
        await page.goto(`${endpoint}${authorizePath(app, { redirect_uri: away, scope: 'openid' })}`);
        await page.locator('input[name=username]:visible').waitFor();
        const isOwn = page.url().startsWith(away);
        await page.locator('input[name=username]:visible').fill(app.user.username);
        await page.locator('input[name=password]:visible').fill(password);
        await page.keyboard.press('Enter');
        await page.waitForURL((url) => url.href.startsWith(`${away}?code=`));
        expect((await page.context().cookies(endpoint)).map(({ name }) => name)).toEqual(
          expect.arrayContaining([expect.stringMatching(/^__Host-gatehouse-(?!transaction|note)/)]),
        );
        return isOwn;
      } finally {
        await own.stop();
      }
    };

    it('sign in where third parties may have cookies, and get the session of the pages', async () => {
      await expect(acrossSites(false)).resolves.toBe(true);
    });

    it('lead to our own pages where they may not', async () => {
      await expect(acrossSites(true)).resolves.toBe(false);
    });
  });
});
