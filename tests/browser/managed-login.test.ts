import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Authenticator } from '#tests/support/authenticator.ts';
import { createBranding, logo, svg } from '#tests/support/branding.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { withManagedLogin } from '#tests/support/managed-login.ts';
import { authorizePath, onPages as clientOnPages, makeOAuthApp } from '#tests/support/oauth.ts';
import { completeRegistration, startRegistration } from '#tests/support/passkeys.ts';
import { anEmail, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';
import { codeOf, makeTotpPool } from '#tests/support/totp.ts';
import { type AppStandIn, startAppStandIn } from './app-stand-in.ts';
import { runsHere, startChromium } from './chromium.ts';
import { attachAuthenticator } from './virtual-authenticator.ts';

// Passkeys are for names, not for addresses.
const origin = (): string => stack().endpoint.replace('127.0.0.1', 'localhost');

const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
const phone: BrowserContextOptions = { viewport: { width: 360, height: 640 }, hasTouch: true };
const withoutScripts: BrowserContextOptions = { ...desktop, javaScriptEnabled: false };

describe.skipIf(!runsHere)('managed login in a browser', () => {
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

  const onPages = () => ({ ...clientOnPages, CallbackURLs: [callback] });

  // What the policy of the pages stopped, and what else went wrong on them.
  const faults: string[] = [];

  const open = async (pool: Pick<TestPool, 'clientId'>, options = desktop, path = '/login'): Promise<Page> => {
    const page = await (await browser.newContext(options)).newPage();
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${origin()}${authorizePath(pool, { redirect_uri: callback, scope: 'openid' }, path)}`);
    return page;
  };

  const atApp = (page: Page): Promise<void> => page.waitForURL((url) => url.href.startsWith(`${callback}?code=`));

  const kinds = [
    ['a wide screen', desktop],
    ['a phone', phone],
    ['without JavaScript', withoutScripts],
  ] as const;

  it.each(kinds)('signs in by name and password on %s', async (_what, options) => {
    const pool = await withManagedLogin(await makeOAuthApp(onPages()));
    const page = await open(pool, options);
    await page.getByRole('textbox', { name: 'Username' }).fill(pool.user.username);
    await page.locator('input[name="password"]').fill(password);
    await page.locator('button[type="submit"]:visible').click();
    await atApp(page);
    expect(faults).toEqual([]);
  });

  it.each(kinds)('signs in in two steps, by the words of the pages, on %s', async (_what, options) => {
    const pool = await withManagedLogin(
      await makePool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } }, onPages()),
    );
    const { username } = await makeUser(pool);
    const page = await open(pool, options);
    await page.getByRole('textbox', { name: 'Username' }).fill(username);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('textbox', { name: 'Password' }).fill('Wrong-horse-1');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('alert').getByText('Incorrect username or password.').waitFor();
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.keyboard.press('Enter');
    await atApp(page);
    expect(faults).toEqual([]);
  });

  it.each(kinds)('signs up, confirms by a code, and is at the app, on %s', async (_what, options) => {
    const pool = await withManagedLogin(
      await makePool(
        { AutoVerifiedAttributes: ['email'], Schema: [{ Name: 'email', Required: true, AttributeDataType: 'String' }] },
        onPages(),
      ),
    );
    const page = await open(pool, options);
    await page.getByRole('link', { name: 'Create an account' }).click();
    const email = anEmail();
    await page.getByRole('textbox', { name: 'Username' }).fill(`user-${randomUUID()}`);
    await page.getByRole('textbox', { name: 'Email address' }).fill(email);
    await page.locator('input[name="password"]').fill(password);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByRole('heading', { name: 'Confirm your account' }).waitFor();
    await page.getByRole('textbox', { name: 'Code' }).fill(await codeFor(email));
    await page.getByRole('button', { name: 'Confirm account' }).click();
    await atApp(page);
    expect(faults).toEqual([]);
  });

  it('goes on by the name with the Enter key, whatever button the style puts first', async () => {
    const pool = await withManagedLogin(
      await makePool(
        {
          AutoVerifiedAttributes: ['email'],
          Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
        },
        onPages(),
      ),
    );
    const { username } = await makeUser(pool);
    const authMethodOrder = [
      [{ display: 'BUTTON', type: 'EMAIL_OTP' }],
      [{ display: 'INPUT', type: 'USERNAME_PASSWORD' }],
    ];
    await createBranding(pool, { Settings: { categories: { auth: { authMethodOrder } } } });
    const page = await open(pool);
    await page.getByRole('textbox', { name: 'Username' }).fill(username);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Choose how to sign in' }).waitFor();
  });

  it('resets a forgotten password by a code, and says so', async () => {
    const pool = await withManagedLogin(await makePool({ AutoVerifiedAttributes: ['email'] }, onPages()));
    const { username, email } = await makeUser(pool);
    const page = await open(pool);
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByRole('textbox', { name: 'Username' }).fill(username);
    await page.getByRole('button', { name: 'Reset my password' }).click();
    await page.getByRole('textbox', { name: 'Code' }).fill(await codeFor(email));
    await page.locator('input[name="password"]').fill('Better-horse-2');
    await page.locator('input[name="confirmPassword"]').fill('Better-horse-2');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByRole('status').getByText('Your password has been changed.').waitFor();
    await page.locator('input[name="password"]').fill('Better-horse-2');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await atApp(page);
  });

  it('sets up an authenticator app by the key below its QR code', async () => {
    const pool = await withManagedLogin(await makeTotpPool('ON', {}, onPages()));
    const { username } = await makeUser(pool);
    const page = await open(pool);
    await page.getByRole('textbox', { name: 'Username' }).fill(username);
    await page.locator('input[name="password"]').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
    const secret = ((await page.locator('code.secret').textContent()) ?? '').replaceAll(' ', '');
    await page.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret));
    await page.getByRole('button', { name: 'Continue' }).click();
    await atApp(page);
  });

  it('shows a password where it is wanted, and tells which rules it keeps', async () => {
    const pool = await withManagedLogin(await makePool({}, onPages()));
    const page = await open(pool, desktop, '/signup');
    const field = page.locator('input[name="password"]');
    await field.fill('short');
    await page.locator('[data-rule="length"] .state').getByText('Not met').waitFor();
    await expect(page.locator('[data-rule="lowerletter"] .state').textContent()).resolves.toContain('Met');
    await page.getByRole('button', { name: 'Show password' }).click();
    await expect(field.getAttribute('type')).resolves.toBe('text');
    await page.getByRole('button', { name: 'Hide password' }).click();
    await expect(field.getAttribute('type')).resolves.toBe('password');
    await expect(field.inputValue()).resolves.toBe('short');
  });

  it('has no button without JavaScript that would do nothing', async () => {
    const pool = await withManagedLogin(await makePool({}, onPages()));
    const page = await open(pool, withoutScripts, '/signup');
    await expect(page.locator('button:visible').count()).resolves.toBe(1);
  });

  const withPasskey = async (page: Page, pool: TestPool, user: Awaited<ReturnType<typeof makeUser>>): Promise<void> => {
    const { AccessToken } = await signIn(pool, user);
    await attachAuthenticator(page);
    const options = JSON.stringify(await startRegistration({ AccessToken }));
    const made = await page.evaluate<ReturnType<Authenticator['register']>>(
      `navigator.credentials
        .create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(${options}) })
        .then((made) => made.toJSON())`,
    );
    await completeRegistration({ AccessToken }, made);
  };

  it('signs in with a passkey that is chosen after the name', async () => {
    const pool = await withManagedLogin(
      await makePool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } }, onPages()),
    );
    const user = await makeUser(pool);
    const page = await open(pool);
    await withPasskey(page, pool, user);
    await page.getByRole('textbox', { name: 'Username' }).fill(user.username);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Passkey' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await atApp(page);
    expect(faults).toEqual([]);
  });

  it('signs in with a passkey that the browser offers beside the field for the name', async () => {
    const pool = await withManagedLogin(
      await makePool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } }, onPages()),
    );
    const user = await makeUser(pool);
    const page = await open(pool);
    await withPasskey(page, pool, user);
    // The authenticator agrees at once, as somebody would who takes the offer: maybe before all of the page is there.
    await page.reload({ waitUntil: 'commit' });
    await atApp(page);
    expect(faults).toEqual([]);
  });

  const addPath = ({ clientId }: Pick<TestPool, 'clientId'>): string =>
    `${origin()}/passkeys/add?${new URLSearchParams({ client_id: clientId, redirect_uri: callback })}`;

  it('adds a passkey on its page, by way of the sign-in, and signs in with it', async () => {
    const pool = await withManagedLogin(
      await makePool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } }, onPages()),
    );
    const { username, sub } = await makeUser(pool);
    const page = await open(pool);
    const authenticator = await attachAuthenticator(page);
    await page.goto(addPath(pool));
    await page.getByRole('textbox', { name: 'Username' }).fill(username);
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Create a passkey' }).dblclick();
    await page.getByRole('status').getByText('Your passkey has been created.').waitFor();
    expect(await authenticator.secrets()).toMatchObject([{ userHandle: Buffer.from(sub).toString('base64') }]);
    await page.getByRole('link', { name: 'Continue' }).click();
    await page.waitForURL(callback);

    await page.context().clearCookies();
    // The authenticator takes the offer beside the field for the name.
    const url = `${origin()}${authorizePath(pool, { redirect_uri: callback, scope: 'openid' }, '/login')}`;
    await page.goto(url, { waitUntil: 'commit' });
    await atApp(page);
    expect(faults).toEqual([]);
  });

  it('says that no passkey was created where the authenticator has one, and leads back without', async () => {
    const pool = await withManagedLogin(
      await makePool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } }, onPages()),
    );
    const user = await makeUser(pool);
    const page = await open(pool);
    await withPasskey(page, pool, user);
    await page.reload({ waitUntil: 'commit' });
    await atApp(page);
    await page.goto(addPath(pool));
    await page.getByRole('button', { name: 'Create a passkey' }).click();
    await page.getByRole('alert').getByText('No passkey was created.').waitFor();
    await page.getByRole('link', { name: 'Not now' }).click();
    await page.waitForURL(callback);
    expect(faults).toEqual([]);
  });

  it('says without JavaScript that a passkey needs it to be created', async () => {
    const pool = await withManagedLogin(
      await makePool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } }, onPages()),
    );
    const { username } = await makeUser(pool);
    const page = await open(pool, withoutScripts);
    await page.goto(addPath(pool));
    await page.getByRole('textbox', { name: 'Username' }).fill(username);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('Passkeys need JavaScript.').waitFor();
    await page.getByRole('button', { name: 'Create a passkey' }).click();
    await page.getByRole('alert').getByText('No passkey was created.').waitFor();
  });

  it('says without JavaScript that passkeys need it', async () => {
    const pool = await withManagedLogin(
      await makePool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } }, onPages()),
    );
    const user = await makeUser(pool);
    await withPasskey(await open(pool), pool, user);
    const page = await open(pool, withoutScripts);
    await page.getByRole('textbox', { name: 'Username' }).fill(user.username);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Passkey' }).click();
    await page.getByText('Passkeys need JavaScript.').waitFor();
  });

  it('is in the colours of the style, in the scheme that the browser wants, and asks no other host', async () => {
    const pool = await withManagedLogin(await makePool({}, onPages()));
    const Bytes = svg();
    await createBranding(pool, {
      Settings: {
        categories: { global: { colorSchemeMode: 'DYNAMIC' } },
        components: {
          primaryButton: {
            lightMode: { defaults: { backgroundColor: 'ff0000ff' } },
            darkMode: { defaults: { backgroundColor: '00ff00ff' } },
          },
          form: { logo: { enabled: true } },
        },
      },
      Assets: [
        logo({ ColorMode: 'DYNAMIC', Extension: 'SVG', Bytes }),
        logo({ Category: 'PAGE_BACKGROUND', ColorMode: 'LIGHT', Extension: 'SVG', Bytes }),
      ],
    });
    for (const [colorScheme, colour] of [
      ['light', 'rgb(255, 0, 0)'],
      ['dark', 'rgb(0, 255, 0)'],
    ] as const) {
      const page = await (await browser.newContext({ colorScheme })).newPage();
      const hosts = new Set<string>();
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      page.on('request', (request) => request.url().startsWith('http') && hosts.add(new URL(request.url()).host));
      await page.goto(`${origin()}${authorizePath(pool, { redirect_uri: callback }, '/login')}`);
      await expect(page.evaluate(`getComputedStyle(document.querySelector('.primary')).backgroundColor`)).resolves.toBe(
        colour,
      );
      await expect(page.evaluate(`document.querySelector('.form-logo img').naturalWidth`)).resolves.toBeGreaterThan(0);
      await expect(page.evaluate(`document.querySelector('.form-logo img').width`)).resolves.toBeGreaterThan(0);
      const image = await page.evaluate<string>(`getComputedStyle(document.body).backgroundImage`);
      expect(image).toContain('/branding/');
      expect([...hosts]).toEqual([new URL(origin()).host]);
    }
    expect(faults).toEqual([]);
  });

  it('asks the server for three things on the first visit', async () => {
    const pool = await withManagedLogin(await makePool({}, onPages()));
    const page = await (await browser.newContext()).newPage();
    const asked: string[] = [];
    page.on('request', (request) => request.url().startsWith('http') && asked.push(new URL(request.url()).pathname));
    await page.goto(`${origin()}${authorizePath(pool, { redirect_uri: callback }, '/login')}`);
    await page.waitForLoadState('networkidle');
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['at 320 pixels, which is 1280 at 400 %', 320],
    ['on a wide screen', 1280],
  ])('needs no scrolling sideways %s', async (_what, width) => {
    const pool = await withManagedLogin(await makePool({}, onPages()));
    for (const path of ['/login', '/signup', '/forgotPassword', '/confirmforgotPassword']) {
      const page = await open(pool, { viewport: { width, height: 600 } }, path);
      await expect(page.evaluate('document.documentElement.scrollWidth'), path).resolves.toBeLessThanOrEqual(width);
    }
  });

  it('sends a form once where its button is clicked twice', async () => {
    const pool = await withManagedLogin(await makePool({ AutoVerifiedAttributes: ['email'] }, onPages()));
    const page = await open(pool);
    const posts: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
    await page.getByRole('textbox', { name: 'Username' }).fill('nobody');
    await page.locator('input[name="password"]').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).dblclick();
    await page.getByRole('alert').waitFor();
    expect(posts).toHaveLength(1);
  });

  it('shows where the focus is, by the keyboard alone', async () => {
    const pool = await withManagedLogin(await makeOAuthApp(onPages()));
    const page = await open(pool);
    await page.locator('input[name="username"]:focus').waitFor();
    await page.keyboard.type(pool.user.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    const outline = await page.evaluate<string>(`getComputedStyle(document.activeElement).outlineStyle`);
    expect(outline).toBe('solid');
    await page.keyboard.press('Enter');
    await atApp(page);
  });
});
