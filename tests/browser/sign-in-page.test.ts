import { SetUserPoolClientSessionConfigurationCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Authenticator, makeAuthenticator } from '#tests/support/authenticator.ts';
import { adminClient } from '#tests/support/clients.ts';
import { authorizePath, onPages as clientOnPages, makeOAuthApp } from '#tests/support/oauth.ts';
import { completeRegistration, startRegistration } from '#tests/support/passkeys.ts';
import { makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { trackSessions } from '#tests/support/sessions.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { loginPath } from '#tests/support/sign-in-page.ts';
import { stack } from '#tests/support/stack.ts';
import { type AppStandIn, startAppStandIn } from './app-stand-in.ts';
import { runsHere, startChromium } from './chromium.ts';
import { attachAuthenticator } from './virtual-authenticator.ts';

// Passkeys are for names, not for addresses.
const origin = (): string => stack().endpoint.replace('127.0.0.1', 'localhost');

const submitButton = 'xpath=/html/body/div[1]/div/div[1]/div[2]/div[2]/div[3]/div/div/form/input[3]';

describe.skipIf(!runsHere)('the sign-in page in a browser', () => {
  let browser: Browser;
  let app: AppStandIn;
  let callback: string;

  beforeAll(async () => {
    browser = await startChromium();
    app = await startAppStandIn();
    ({ callback } = app);
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  const pathFor = (pool: Pick<TestPool, 'clientId'>, more = {}): string =>
    loginPath(pool, { redirect_uri: callback, ...more });

  const onPages = () => ({ ...clientOnPages, CallbackURLs: [callback] });

  // What the page's policy stopped, and what else went wrong on it.
  const faults: string[] = [];

  const open = async (pool: Pick<TestPool, 'clientId'>, path = pathFor(pool), width = 1280): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${origin()}${path}`);
    return page;
  };

  const fillIn = async (page: Page, username: string): Promise<void> => {
    await page.fill('input[name="username"]:visible', username);
    await page.fill('input[name="password"]:visible', password);
  };

  const atApp = (page: Page): Promise<void> => page.waitForURL((url) => url.href.startsWith(`${callback}?code=`));

  it.each([
    ['wide', 1280, 1],
    ['narrow', 600, 0],
  ])('shows one copy of the form on a %s screen, and it works', async (_what, width, index) => {
    const pool = await makeOAuthApp(onPages());
    const page = await open(pool, pathFor(pool), width);
    await expect(page.locator('form[name="cognitoSignInForm"]:visible').count()).resolves.toBe(1);
    await expect(page.locator('#signInFormUsername').nth(index).isVisible()).resolves.toBe(true);
    await fillIn(page, pool.user.username);
    await page.click('input[name="signInSubmitButton"]:visible');
    await atApp(page);
    expect(faults).toEqual([]);
  });

  it('has both copies hold the same values', async () => {
    const pool = await makeOAuthApp(onPages());
    const page = await open(pool);
    await fillIn(page, pool.user.username);
    for (const [id, value] of [
      ['#signInFormUsername', pool.user.username],
      ['#signInFormPassword', password],
    ] as const) {
      const values = await page.locator(id).evaluateAll((all) => all.map((one) => Reflect.get(one, 'value')));
      expect(values).toEqual([value, value]);
    }
  });

  it('has its first button where absolute paths look for it', async () => {
    const page = await open(await makeOAuthApp(onPages()));
    await expect(page.locator(submitButton).getAttribute('name')).resolves.toBe('signInSubmitButton');
    const wide = submitButton.replace('/div/div[1]/', '/div/div[2]/');
    await expect(page.locator(wide).getAttribute('value')).resolves.toBe('Sign in');
  });

  it('sends the form by the Enter key, with a password', async () => {
    const pool = await makePool(
      {
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
        AutoVerifiedAttributes: ['email'],
      },
      onPages(),
    );
    const page = await open(pool);
    await fillIn(page, (await makeUser(pool)).username);
    await page.keyboard.press('Enter');
    await atApp(page);
  });

  it('signs in again without the page, until the client wants the page', async () => {
    const pool = await trackSessions(await makeOAuthApp(onPages()));
    const page = await open(pool);
    await fillIn(page, pool.user.username);
    await page.click('input[name="signInSubmitButton"]:visible');
    await atApp(page);
    await page.goto(`${origin()}${authorizePath(pool, { redirect_uri: callback })}`);
    expect(page.url()).toContain(`${callback}?code=`);
    await adminClient().send(
      new SetUserPoolClientSessionConfigurationCommand({
        UserPoolId: pool.poolId,
        ClientId: pool.clientId,
        SSOSession: { MaxValidityMinutes: 0 },
      }),
    );
    await expect
      .poll(async () => {
        await page.goto(`${origin()}${authorizePath(pool, { redirect_uri: callback })}`);
        return new URL(page.url()).pathname;
      })
      .toBe('/login');
  });

  it('signs in with a passkey', async () => {
    const pool = await makePool(
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
      onPages(),
    );
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);
    const page = await open(pool);
    const { secrets } = await attachAuthenticator(page);
    // An app of the same site registers it.
    const options = JSON.stringify(await startRegistration({ AccessToken }));
    const made = await page.evaluate<ReturnType<Authenticator['register']>>(
      `navigator.credentials
        .create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(${options}) })
        .then((made) => made.toJSON())`,
    );
    await completeRegistration({ AccessToken }, made);
    expect(await secrets()).toHaveLength(1);

    await page.fill('input[name="username"]:visible', user.username);
    await page.click('button[name="otherWay"]:visible');
    await page.click('button[name="answer"][value="WEB_AUTHN"]');
    await page.click('#signInButton');
    await atApp(page);
    expect(faults).toEqual([]);
  });

  it('says so where there is no passkey, and lets the user try again', async () => {
    const pool = await makePool(
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
      onPages(),
    );
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);
    const page = await open(pool);
    await attachAuthenticator(page);
    await completeRegistration({ AccessToken }, makeAuthenticator().register(await startRegistration({ AccessToken })));
    await page.fill('input[name="username"]:visible', user.username);
    await page.click('button[name="otherWay"]:visible');
    await page.click('button[name="answer"][value="WEB_AUTHN"]');
    await page.click('#signInButton');
    await page.waitForSelector('#passkeyFailed:visible');
    await expect(page.locator('#signInButton:visible').isEnabled()).resolves.toBe(true);
  });

  it('runs no script of a form value, and can be framed by nobody', async () => {
    const pool = await makeOAuthApp(onPages());
    const page = await open(
      pool,
      pathFor(pool, { login_hint: '"><script>document.title="x"</script><img src=x onerror=alert(1)>' }),
    );
    await expect(page.title()).resolves.toBe('Signin');
    await expect(page.locator('script').count()).resolves.toBe(1);
    await expect(page.locator('img').count()).resolves.toBe(0);

    const framing = await (await browser.newContext()).newPage();
    await framing.setContent(`<iframe src="${origin()}${pathFor(pool).replaceAll('&', '&amp;')}"></iframe>`);
    await framing.waitForLoadState('networkidle');
    const frames = await Promise.all(framing.frames().map((frame) => frame.locator('form').count()));
    expect(Math.max(...frames)).toBe(0);
  });
});
