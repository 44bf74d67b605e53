import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDeviceApp, pollDevice, startDevice } from '#tests/support/device-grant.ts';
import { aPrefix, createDomain } from '#tests/support/domains.ts';
import { password } from '#tests/support/pools.ts';
import { api, apiScopes, makeOpenPool } from '#tests/support/registration.ts';
import { type AppStandIn, startAppStandIn } from './app-stand-in.ts';
import { runsHere, startChromium } from './chromium.ts';
import { openConsent } from './consent-question.ts';

const ways = [
  ['on classic pages', 1, true],
  ['on classic pages, without JavaScript', 1, false],
  ['in managed login', 2, true],
  ['in managed login, without JavaScript', 2, false],
] as const;

// What the keyboard is at. Without scripts, the page itself cannot be asked.
const isAt = async (page: Page, selector: string): Promise<boolean> =>
  (await page.locator(selector).and(page.locator(':focus')).count()) > 0;

/** Goes to it by the keyboard, as somebody does who has no pointer. */
const tabTo = async (page: Page, selector: string): Promise<void> => {
  for (let presses = 0; presses < 20 && !(await isAt(page, selector)); presses += 1) await page.keyboard.press('Tab');
  expect(await isAt(page, selector)).toBe(true);
};

describe.skipIf(!runsHere)('in a browser, by the keyboard alone', () => {
  let browser: Browser;
  let app: AppStandIn;

  beforeAll(async () => {
    browser = await startChromium();
    app = await startAppStandIn();
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  const newPage = async (javaScriptEnabled: boolean): Promise<Page> =>
    (await browser.newContext({ javaScriptEnabled, viewport: { width: 1280, height: 800 } })).newPage();

  const openQuestion = async (ManagedLoginVersion: number, script: boolean): Promise<Page> => {
    const pool = await makeOpenPool();
    await createDomain(pool.poolId, aPrefix(), { ManagedLoginVersion });
    const page = await newPage(script);
    await openConsent(page, pool, app.callback);
    return page;
  };

  const answered = async (page: Page): Promise<URLSearchParams> => {
    await page.waitForURL((url) => url.href.startsWith(app.callback));
    return new URL(page.url()).searchParams;
  };

  it.each(ways)('an agent is allowed, %s', async (_name, family, script) => {
    const page = await openQuestion(family, script);
    const text = await page.locator('body').textContent();
    for (const told of ['Test agent', new URL(app.callback).hostname, apiScopes.read]) expect(text).toContain(told);
    expect(text).not.toContain(`${api}/write`);
    await tabTo(page, '[name="allow"]:visible');
    await page.keyboard.press('Enter');
    expect((await answered(page)).has('code')).toBe(true);
  });

  it.each(ways)('an agent is denied, %s', async (_name, family, script) => {
    const page = await openQuestion(family, script);
    await tabTo(page, '[name="deny"]:visible');
    await page.keyboard.press('Enter');
    expect((await answered(page)).get('error')).toBe('access_denied');
  });

  it.each(ways)('a device is connected, %s', async (_name, family, script) => {
    const device = await makeDeviceApp();
    await createDomain(device.poolId, aPrefix(), { ManagedLoginVersion: family });
    const codes = await startDevice(device);
    const page = await newPage(script);
    await page.goto(codes.verification_uri);
    await tabTo(page, '[name="user_code"]:visible');
    await page.keyboard.type(codes.user_code.toLowerCase());
    await page.keyboard.press('Enter');
    await page.locator('input[name="username"]:visible').fill(device.user.username);
    await page.locator('input[name="password"]:visible').fill(password);
    await page.keyboard.press('Enter');
    await page.locator('[name="answer"][value="allow"]:visible').waitFor();
    expect(await page.locator('body').textContent()).toContain(codes.user_code);
    await tabTo(page, '[name="answer"][value="allow"]:visible');
    await page.keyboard.press('Enter');
    await page.locator('[name="answer"]:visible').first().waitFor({ state: 'hidden' });
    expect(await pollDevice(device, codes)).toHaveProperty('access_token');
  });

  it.each(ways)('a device is denied, %s', async (_name, family, script) => {
    const device = await makeDeviceApp();
    await createDomain(device.poolId, aPrefix(), { ManagedLoginVersion: family });
    const codes = await startDevice(device);
    const page = await newPage(script);
    await page.goto(codes.verification_uri_complete);
    await page.locator('input[name="username"]:visible').fill(device.user.username);
    await page.locator('input[name="password"]:visible').fill(password);
    await page.keyboard.press('Enter');
    await page.locator('[name="answer"][value="deny"]:visible').waitFor();
    await tabTo(page, '[name="answer"][value="deny"]:visible');
    await page.keyboard.press('Enter');
    await page.locator('[name="answer"]:visible').first().waitFor({ state: 'hidden' });
    expect(await pollDevice(device, codes)).toEqual({ error: 'access_denied' });
  });
});
