import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeFor } from '#tests/support/mailbox.ts';
import { onPages as clientOnPages } from '#tests/support/oauth.ts';
import { anEmail, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { loginPath } from '#tests/support/sign-in-page.ts';
import { stack } from '#tests/support/stack.ts';
import { type AppStandIn, startAppStandIn } from './app-stand-in.ts';
import { runsHere, startChromium } from './chromium.ts';

const changed = 'Better-horse-2';

const ways: readonly (readonly [what: string, options: BrowserContextOptions])[] = [
  ['on a desktop', { viewport: { width: 1280, height: 800 } }],
  ['on a phone', { viewport: { width: 390, height: 800 } }],
  ['without JavaScript', { javaScriptEnabled: false }],
];

describe.skipIf(!runsHere)('the pages beside the sign-in page, in a browser', () => {
  let browser: Browser;
  let app: AppStandIn;
  let callback: string;
  let faults: string[] = [];

  beforeAll(async () => {
    browser = await startChromium();
    app = await startAppStandIn();
    ({ callback } = app);
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  const makeApp = (): Promise<TestPool> =>
    makePool(
      { AutoVerifiedAttributes: ['email'], Schema: [{ Name: 'email', Required: true, Mutable: true }] },
      { ...clientOnPages, CallbackURLs: [callback] },
    );

  const open = async (pool: TestPool, options: BrowserContextOptions): Promise<Page> => {
    faults = [];
    const page = await (await browser.newContext(options)).newPage();
    page.on('console', (line) => {
      if (line.type() === 'error' || line.type() === 'warning') faults.push(line.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(
      `${stack().endpoint.replace('127.0.0.1', 'localhost')}${loginPath(pool, { redirect_uri: callback })}`,
    );
    return page;
  };

  const atApp = (page: Page) => page.waitForURL((url) => url.href.startsWith(`${callback}?code=`));

  const fillIn = async (page: Page, fields: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(fields)) await page.fill(`input[name="${name}"]:visible`, value);
  };

  it.each(ways)('lead from the sign-in page through a sign-up to the app, %s', async (_what, options) => {
    const page = await open(await makeApp(), options);
    const email = anEmail();
    await page.click('a:has-text("Sign up"):visible');
    await fillIn(page, { username: 'ada', 'requiredAttributes[email]': email, password });
    await page.click('button[name="signUpButton"]:visible');
    await page.waitForURL('**/confirm?**');
    await page.fill('#verification_code:visible', await codeFor(email));
    await page.click('button:has-text("Confirm account"):visible');
    await atApp(page);
    expect(faults).toEqual([]);
  });

  it.each(ways)('replace a forgotten password, %s', async (_what, options) => {
    const pool = await makeApp();
    const { username, email } = await makeUser(pool);
    const page = await open(pool, options);
    await page.click('a:has-text("Forgot your password?"):visible');
    await fillIn(page, { username });
    await page.click('button:has-text("Reset my password"):visible');
    await page.waitForURL('**/confirmforgotPassword?**');
    await fillIn(page, { code: await codeFor(email), password: changed, confirmPassword: changed });
    await page.click('button:has-text("Change Password"):visible');
    await page.waitForURL('**/login?**');
    await fillIn(page, { username, password: changed });
    await page.click('input[name="signInSubmitButton"]:visible');
    await atApp(page);
    expect(faults).toEqual([]);
  });

  it('send another code by the button, which needs no code', async () => {
    const page = await open(await makeApp(), {});
    const email = anEmail();
    await page.click('a:has-text("Sign up"):visible');
    await fillIn(page, { username: 'ada', 'requiredAttributes[email]': email, password });
    await page.click('button[name="signUpButton"]:visible');
    await page.waitForURL('**/confirm?**');
    const first = await codeFor(email);
    const answered = page.waitForEvent('load');
    await page.click('button:has-text("Resend it"):visible');
    await answered;
    await expect.poll(() => codeFor(email)).not.toBe(first);
    await page.fill('#verification_code:visible', await codeFor(email));
    await page.keyboard.press('Enter');
    await atApp(page);
  });

  it('mark each rule for passwords while the user types, in both copies', async () => {
    const page = await open(await makeApp(), {});
    await page.click('a:has-text("Sign up"):visible');
    await page.fill('input[name="password"]:visible', 'horse1*');
    const shown = await page
      .locator('.checkPassword:visible > div')
      .evaluateAll((rows) =>
        rows.map(
          (row) => `${Reflect.get(row, 'className').split(' ')[0]} ${Reflect.get(row, 'textContent').trim().at(0)}`,
        ),
      );
    expect(shown).toEqual([
      'checkPassword-lowerletter ✓',
      'checkPassword-upperletter ✖',
      'checkPassword-numbers ✓',
      'checkPassword-symbols ✓',
      'checkPassword-length ✖',
    ]);
    await page.fill('input[name="password"]:visible', 'Horse1* xxx');
    await expect(page.locator('.checkPassword:visible .passwordCheck-valid-customizable').count()).resolves.toBe(5);
    const values = await page
      .locator('input[name="password"]')
      .evaluateAll((all) => all.map((one) => Reflect.get(one, 'value')));
    expect(values).toEqual(['Horse1* xxx', 'Horse1* xxx']);
    expect(faults).toEqual([]);
  });
});
