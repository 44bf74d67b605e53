import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPrefix, createDomain } from '#tests/support/domains.ts';
import { withManagedLogin } from '#tests/support/managed-login.ts';
import { makeOAuthApp, type OAuthApp } from '#tests/support/oauth.ts';
import { password, type TestUser } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { runsHere, startChromium } from './chromium.ts';
import type { Apps } from './redirect-page.ts';
import { type Site, startSite } from './site.ts';

const scopes = ['openid', 'email', 'aws.cognito.signin.user.admin'];

describe.skipIf(!runsHere)('an app in a browser that signs in by redirect', () => {
  let site: Site;
  let browser: Browser;
  let home: string;

  beforeAll(async () => {
    site = await startSite('redirect-page.ts');
    browser = await startChromium();
    home = `${site.origin}/`;
  });

  afterAll(async () => {
    await browser.close();
    await site.stop();
  });

  // A device of its own, which takes the certificate of the laptop as one that trusts its authority does.
  const open = async (): Promise<Page> => {
    const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
    await page.goto(home);
    return page;
  };

  const makeApp = (): Promise<OAuthApp> =>
    makeOAuthApp({ CallbackURLs: [home], LogoutURLs: [home], AllowedOAuthScopes: scopes });

  const call = <Kind extends keyof Apps, Name extends keyof Apps[Kind] & string>(
    page: Page,
    kind: Kind,
    name: Name,
    given?: unknown,
  ) =>
    page.evaluate<Apps[Kind][Name] extends (...given: never[]) => infer Answer ? Awaited<Answer> : never>(
      `apps.${kind}.${name}(${given === undefined ? '' : JSON.stringify(given)})`,
    );

  // What leads away ends the script that waits for it.
  const leave = (page: Page, kind: keyof Apps, name: 'signIn' | 'signOut'): Promise<void> =>
    page.evaluate(`void apps.${kind}.${name}()`);

  const fillIn = async (page: Page, { username }: TestUser): Promise<void> => {
    await page.waitForURL('**/login?**');
    await page.locator('input[name=username]:visible').fill(username);
    await page.locator('input[name=password]:visible').fill(password);
    await page.locator('[type=submit i]:visible').click();
  };

  const backAtApp = (page: Page): Promise<void> => page.waitForURL((url) => url.origin === site.origin);

  describe('by Amplify', () => {
    const settings = ({ poolId, clientId }: OAuthApp, responseType: 'code' | 'token', domain: string) => {
      const { endpoint } = stack();
      const oauth = { domain, scopes, redirectSignIn: [home], redirectSignOut: [home], responseType };
      return {
        userPoolId: poolId,
        userPoolClientId: clientId,
        userPoolEndpoint: endpoint,
        loginWith: { oauth },
      };
    };

    // Browsers find every name below localhost on their own machine.
    const hosts = {
      'the deployment': async () => 'localhost',
      'a domain of the pool': async ({ poolId }: OAuthApp) => {
        const prefix = aPrefix();
        await createDomain(poolId, prefix);
        return `${prefix}.localhost`;
      },
      'a domain with managed login': async (app: OAuthApp) => `${(await withManagedLogin(app)).prefix}.localhost`,
    };

    it.each([
      ['the deployment', 'code'],
      ['the deployment', 'token'],
      ['a domain of the pool', 'code'],
      ['a domain with managed login', 'code'],
    ] as const)('gets a session over HTTPS at %s by %s, and ends it', async (where, type) => {
      const app = await makeApp();
      const { port } = new URL(stack().https?.endpoint ?? '');
      const given = settings(app, type, `${await hosts[where](app)}:${port}`);
      const page = await open();
      await call(page, 'amplify', 'configure', given);
      await leave(page, 'amplify', 'signIn');
      await fillIn(page, app.user);
      await backAtApp(page);
      // As the page does when it loads.
      await call(page, 'amplify', 'configure', given);

      await expect.poll(() => call(page, 'amplify', 'scopes')).toBe(scopes.join(' '));
      expect(await call(page, 'amplify', 'attributes')).toMatchObject({ sub: app.user.sub, email: app.user.email });
      await expect.poll(() => page.url()).toBe(home);
      if (type === 'code') expect(await call(page, 'amplify', 'refreshedScopes')).toBe(scopes.join(' '));

      const isBack = page.waitForEvent('load');
      await leave(page, 'amplify', 'signOut');
      await isBack;
      expect(page.url()).toBe(home);
      await call(page, 'amplify', 'configure', given);
      expect(await call(page, 'amplify', 'isSignedIn')).toBe(false);
      await leave(page, 'amplify', 'signIn');
      await page.waitForURL('**/login?**');
    });
  });

  describe('by oidc-client-ts', () => {
    const settings = ({ poolId, clientId }: OAuthApp) => ({
      authority: `${stack().endpoint}/${poolId}`,
      client_id: clientId,
      redirect_uri: home,
      post_logout_redirect_uri: home,
      response_mode: 'query',
      scope: 'openid email',
      loadUserInfo: true,
    });

    // The laptop publishes its plain address: who wants the other one says so.
    const overHttps = async ({ poolId }: OAuthApp): Promise<object> => {
      const { endpoint, https } = stack();
      const published = await (await fetch(`${endpoint}/${poolId}/.well-known/openid-configuration`)).text();
      const metadata = JSON.parse(published.replaceAll(`${endpoint}/`, `${https?.endpoint}/`));
      return { metadata: { ...metadata, issuer: `${endpoint}/${poolId}` } };
    };

    it.each([
      ['http', 'classic pages'],
      ['https', 'classic pages'],
      ['http', 'managed login'],
    ])('signs in over %s by %s, renews without a window, and signs out', async (scheme, family) => {
      const made = await makeApp();
      const app = family === 'managed login' ? await withManagedLogin(made) : made;
      const given = { ...settings(app), ...(scheme === 'https' && (await overHttps(app))) };
      const page = await open();
      await call(page, 'oidc', 'configure', given);
      await leave(page, 'oidc', 'signIn');
      await fillIn(page, app.user);
      await backAtApp(page);
      await call(page, 'oidc', 'configure', given);
      const first = await call(page, 'oidc', 'finishSignIn');
      expect(first).toMatchObject({ profile: { sub: app.user.sub, email: app.user.email }, scope: 'openid email' });

      const renewed = await call(page, 'oidc', 'renew');
      expect(renewed.profile?.sub).toBe(app.user.sub);
      expect(renewed.access_token).not.toBe(first.access_token);

      await leave(page, 'oidc', 'signOut');
      await page.waitForURL((url) => url.href.startsWith(`${home}?state=`));
      await call(page, 'oidc', 'configure', given);
      expect(await call(page, 'oidc', 'finishSignOut')).toMatchObject({ error: null, userState: 'bye' });
      await leave(page, 'oidc', 'signIn');
      await page.waitForURL('**/login?**');
    });
  });
});
