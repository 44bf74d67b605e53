import { randomUUID } from 'node:crypto';
import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { aPrefix, createDomain } from '#tests/support/domains.ts';
import { makeLinkingApp } from '#tests/support/linking.ts';
import { makeUser, password } from '#tests/support/pools.ts';
import { openAccountQuestion } from './account-question.ts';
import { type AppStandIn, startAppStandIn } from './app-stand-in.ts';
import { runsHere, startChromium } from './chromium.ts';

describe.skipIf(!runsHere)('the page that asks for an account, in a browser', () => {
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

  const open = async (ManagedLoginVersion: number, javaScriptEnabled: boolean) => {
    const { callback } = app;
    const made = await makeLinkingApp('ASK', {}, { CallbackURLs: [callback] });
    await createDomain(made.poolId, aPrefix(), { ManagedLoginVersion });
    const { username } = await makeUser(made, { username: `ada-${randomUUID()}` });
    // A wide classic page shows the second copy of its form.
    const page = await (
      await browser.newContext({ javaScriptEnabled, viewport: { width: 1280, height: 800 } })
    ).newPage();
    await openAccountQuestion(page, made, callback);
    const identities = async (): Promise<string | undefined> => {
      const asked = new AdminGetUserCommand({ UserPoolId: made.poolId, Username: username });
      const { UserAttributes = [] } = await adminClient().send(asked);
      return UserAttributes.find(({ Name }) => Name === 'identities')?.Value;
    };
    const isBack = () => page.waitForURL((url) => url.href.startsWith(callback) && url.searchParams.has('code'));
    return { page, username, identities, isBack };
  };

  const ways = [
    ['on classic pages', 1, true],
    ['on classic pages, without JavaScript', 1, false],
    ['in managed login', 2, true],
    ['in managed login, without JavaScript', 2, false],
  ] as const;

  it.each(ways)('links it by the keyboard alone, %s', async (_name, family, script) => {
    const { page, username, identities, isBack } = await open(family, script);
    await page.locator('input[name="username"]:visible').fill(username);
    await page.locator('input[name="password"]:visible').fill(password);
    await page.keyboard.press('Enter');
    await isBack();
    expect(await identities()).toContain('Corporate');
  });

  it.each(ways)('takes no for an answer, %s', async (_name, family, script) => {
    const { page, identities, isBack } = await open(family, script);
    await page.locator('[name="newAccount"]:visible').click();
    await isBack();
    expect(await identities()).toBeUndefined();
  });
});
