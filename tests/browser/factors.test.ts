import {
  AdminCreateUserCommand,
  AdminSetUserMFAPreferenceCommand,
  type AdminSetUserMFAPreferenceCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { aPrefix, createDomain } from '#tests/support/domains.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { authorizePath, onPages as clientOnPages } from '#tests/support/oauth.ts';
import { aPhoneNumber, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { codeOf, makeTotpPool, makeTotpUser } from '#tests/support/totp.ts';
import { type AppStandIn, startAppStandIn } from './app-stand-in.ts';
import { runsHere, startChromium } from './chromium.ts';

const withPhone = (phone: string) => [
  { Name: 'phone_number', Value: phone },
  { Name: 'phone_number_verified', Value: 'true' },
];

const families = [
  ['classic pages', 1],
  ['managed login', 2],
] as const;

const ways: readonly (readonly [string, BrowserContextOptions])[] = [
  ['a wide screen', { viewport: { width: 1280, height: 800 } }],
  ['a phone', { viewport: { width: 360, height: 640 } }],
  ['a browser without JavaScript', { javaScriptEnabled: false }],
];

const matrix = families.flatMap(([family, version]) =>
  ways.map(([way, options]) => ({ family, way, version, options })),
);

describe.skipIf(!runsHere).each(matrix)('$family, on $way', ({ version, options }) => {
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

  const onPages = () => ({ ...clientOnPages, CallbackURLs: [app.callback] });

  const open = async (pool: TestPool): Promise<Page> => {
    await createDomain(pool.poolId, aPrefix(), { ManagedLoginVersion: version });
    const page = await (await browser.newContext(options)).newPage();
    const origin = stack().endpoint.replace('127.0.0.1', 'localhost');
    await page.goto(`${origin}${authorizePath(pool, { redirect_uri: app.callback, scope: 'openid' }, '/login')}`);
    return page;
  };

  const fill = async (page: Page, fields: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, value] of Object.entries(fields)) await page.locator(`input[name="${name}"]:visible`).fill(value);
    await page.keyboard.press('Enter');
  };

  const answerCode = async (page: Page, code: () => Promise<string>): Promise<void> => {
    const field = page.locator('input[autocomplete="one-time-code"]:visible');
    await field.waitFor();
    await field.fill(await code());
    // The script of the page may take the focus in between.
    await field.press('Enter');
  };

  const atApp = (page: Page): Promise<void> => page.waitForURL((url) => url.href.startsWith(`${app.callback}?code=`));

  const prefer = (pool: TestPool, Username: string, settings: Partial<AdminSetUserMFAPreferenceCommandInput>) =>
    adminClient().send(new AdminSetUserMFAPreferenceCommand({ UserPoolId: pool.poolId, Username, ...settings }));

  it('asks for a code by SMS', async () => {
    const pool = await makeMfaPool({}, {}, onPages());
    const phone = aPhoneNumber();
    const { username } = await makeUser(pool, { attributes: withPhone(phone) });
    await prefer(pool, username, { SMSMfaSettings: { Enabled: true } });
    const page = await open(pool);
    await fill(page, { username, password });
    await answerCode(page, () => codeFor(phone));
    await atApp(page);
  });

  it('asks by which second factor, and then for that one', async () => {
    const pool = await makeMfaPool({}, {}, onPages());
    const { username, email } = await makeUser(pool, { attributes: withPhone(aPhoneNumber()) });
    await prefer(pool, username, { SMSMfaSettings: { Enabled: true }, EmailMfaSettings: { Enabled: true } });
    const page = await open(pool);
    await fill(page, { username, password });
    await page.locator('[name="answer"][value="EMAIL_OTP"]:visible').click();
    await answerCode(page, () => codeFor(email));
    await atApp(page);
  });

  it('asks for the code of an authenticator app, again after a wrong one', async () => {
    const pool = await makeTotpPool('OPTIONAL', {}, onPages());
    const { username, secret } = await makeTotpUser(pool);
    const page = await open(pool);
    await fill(page, { username, password });
    await answerCode(page, async () => '000000');
    await page.getByRole('alert').filter({ visible: true }).first().waitFor();
    await answerCode(page, async () => codeOf(secret, Date.now() + 30_000));
    await atApp(page);
  });

  it('has an invited user choose a password', async () => {
    const pool = await makePool({}, onPages());
    const TemporaryPassword = 'Invited-horse-1';
    await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: pool.poolId,
        Username: 'grace',
        TemporaryPassword,
        MessageAction: 'SUPPRESS',
      }),
    );
    const page = await open(pool);
    await fill(page, { username: 'grace', password: TemporaryPassword });
    const fields = page.locator('input[autocomplete="new-password"]:visible');
    await fields.first().waitFor();
    await page.waitForLoadState();
    for (const field of await fields.all()) await field.fill(password);
    await page.keyboard.press('Enter');
    await atApp(page);
  });

  it('signs in by a code in place of the password', async () => {
    const pool = await makePool(
      {
        AutoVerifiedAttributes: ['email'],
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      },
      onPages(),
    );
    const { username, email } = await makeUser(pool);
    const page = await open(pool);
    await page.locator('input[name="username"]:visible').fill(username);
    if (version === 1) await page.locator('[name="otherWay"]:visible').click();
    else await page.keyboard.press('Enter');
    await page.locator('[name="answer"][value="EMAIL_OTP"]:visible').click();
    await answerCode(page, () => codeFor(email));
    await atApp(page);
    expect(page.url()).toContain('code=');
  });
});
