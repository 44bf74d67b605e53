import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeFor } from '#tests/support/mailbox.ts';
import { authorizePath, makeOAuthApp, onPages } from '#tests/support/oauth.ts';
import { anEmail, makePool, password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { makeTotpPool, makeTotpUser } from '#tests/support/totp.ts';
import { runsHere, startChromium } from './chromium.ts';

const wide = 1280;
const narrow = 600;

describe.skipIf(!runsHere)('the script of classic pages', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
  });

  afterAll(() => browser.close());

  const open = async (path: string, width = wide): Promise<Page> => {
    const page = await (await browser.newContext({ viewport: { width, height: 800 } })).newPage();
    await page.goto(`${stack().endpoint.replace('127.0.0.1', 'localhost')}${path}`);
    return page;
  };

  const loginOf = (app: { readonly clientId: string }) => authorizePath(app, {}, '/login');

  it.each([wide, narrow])('focuses the field that is seen when its label is clicked, %s pixels wide', async (width) => {
    const page = await open(loginOf(await makeOAuthApp()), width);
    await page.click('label[for="signInFormPassword"]:visible');
    const focused = page.locator(':focus');
    await expect(focused.getAttribute('id')).resolves.toBe('signInFormPassword');
    await expect(focused.isVisible()).resolves.toBe(true);
  });

  it('shows the password that is typed, and hides it again', async () => {
    const page = await open(loginOf(await makeOAuthApp()));
    const typeOf = () => page.locator('#signInFormPassword').nth(1).getAttribute('type');
    const box = page.getByRole('checkbox', { name: 'Show password' });
    await page.fill('input[name="password"]:visible', password);
    await box.check();
    await expect(typeOf()).resolves.toBe('text');
    await box.uncheck();
    await expect(typeOf()).resolves.toBe('password');
    // Tests of apps look for the only button.
    await expect(page.getByRole('button').count()).resolves.toBe(1);
  });

  it('lets the keyboard of a phone have letters, for a recovery code', async () => {
    const pool = await makeTotpPool('OPTIONAL', {}, onPages);
    const { username } = await makeTotpUser(pool);
    const page = await open(loginOf(pool), narrow);
    await page.fill('input[name="username"]:visible', username);
    await page.fill('input[name="password"]:visible', password);
    await page.click('input[name="signInSubmitButton"]:visible');
    const field = page.locator('#totpCodeInput:visible');
    await expect(field.getAttribute('inputmode')).resolves.toBe('numeric');
    await page.getByRole('checkbox', { name: 'The code has letters' }).check();
    await expect(field.getAttribute('inputmode')).resolves.toBe('text');
  });

  it('begins with what is wrong', async () => {
    const app = await makeOAuthApp();
    const page = await open(loginOf(app));
    await page.fill('input[name="username"]:visible', app.user.username);
    await page.fill('input[name="password"]:visible', 'Wrong-horse-1');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#loginErrorMessage:focus');
    await expect(page.locator(':focus').textContent()).resolves.toBe('Incorrect username or password.');
    await expect(page.inputValue('input[name="username"]:visible')).resolves.toBe(app.user.username);
  });

  it('sends a form once, however often its button is clicked', async () => {
    const pool = await makePool({ AutoVerifiedAttributes: ['email'] }, onPages);
    const page = await open(authorizePath(pool, {}, '/signup'));
    const email = anEmail();
    for (const [name, value] of [
      ['username', 'ada'],
      ['requiredAttributes[email]', email],
      ['password', password],
    ] as const) {
      await page.fill(`input[name="${name}"]:visible`, value);
    }
    const posts: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && posts.push(new URL(request.url()).pathname));
    await page.dblclick('button[name="signUpButton"]:visible');
    await page.waitForURL('**/confirm?**');
    await page.fill('#verification_code:visible', await codeFor(email));
    await page.dblclick('button:has-text("Confirm account"):visible');
    await expect.poll(() => posts).toEqual(['/signup', '/confirm']);
  });

  it('lets a form be sent that the browser brings back', async () => {
    const app = await makeOAuthApp();
    const page = await open(loginOf(app));
    await page.click('a:has-text("Forgot your password?"):visible');
    await page.fill('input[name="username"]:visible', app.user.username);
    await page.click('button:has-text("Reset my password"):visible');
    await page.waitForURL('**/confirmforgotPassword?**');
    await page.goBack();
    await page.click('button:has-text("Reset my password"):visible');
    await page.waitForURL('**/confirmforgotPassword?**');
  });
});
