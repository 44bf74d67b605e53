import { randomUUID } from 'node:crypto';
import {
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBranding } from '#tests/support/branding.ts';
import { adminClient } from '#tests/support/clients.ts';
import { confirmedDevice } from '#tests/support/devices.ts';
import { type FederatedApp, makeFederatedApp, openIdGiven } from '#tests/support/federation.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { withManagedLogin } from '#tests/support/managed-login.ts';
import { authorizePath } from '#tests/support/oauth.ts';
import { outboundHost } from '#tests/support/outbound-server.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { anEmail, makeUser, password } from '#tests/support/pools.ts';
import { trackSessions } from '#tests/support/sessions.ts';
import { stack } from '#tests/support/stack.ts';
import { makeTerms } from '#tests/support/terms.ts';
import { codeOf, wrongCodeOf } from '#tests/support/totp.ts';
import { scriptedIssuer } from '#tests/support/upstream/scripted-provider.ts';
import { type AppStandIn, startAppStandIn } from './app-stand-in.ts';
import { axeFaults } from './axe.ts';
import { runsHere, startChromium } from './chromium.ts';
import { attachAuthenticator } from './virtual-authenticator.ts';

const minuteMs = 60_000;
const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 844 };

// Passkeys are for names, not for addresses.
const origin = (): string => stack().endpoint.replace('127.0.0.1', 'localhost');

describe.skipIf(!runsHere)('the account page in a browser', () => {
  let browser: Browser;
  let app: AppStandIn;
  let pool: FederatedApp;

  beforeAll(async () => {
    browser = await startChromium();
    app = await startAppStandIn();
    pool = await withManagedLogin(
      await makeFederatedApp(
        openIdGiven(scriptedIssuer(outboundHost(), { name: randomUUID() })),
        {
          AutoVerifiedAttributes: ['email'],
          Schema: [{ Name: 'email', Required: true, Mutable: true, AttributeDataType: 'String' }],
          DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
          Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
        },
        {
          CallbackURLs: [app.callback],
          ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        },
      ),
    );
    const { poolId: UserPoolId } = pool;
    await adminClient().send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: 'OPTIONAL',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
    await trackSessions(pool);
    await makeTerms(pool);
    await makeTerms(pool, { TermsName: 'privacy-policy' });
    await createBranding(pool, { Settings: { categories: { global: { colorSchemeMode: 'DYNAMIC' } } } });
    await callOwn('SetUserPoolAccountPage', { UserPoolId, Status: 'ENABLED' });
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  // What went wrong on the pages, or was stopped by their policy.
  const faults: string[] = [];

  const newPage = async (options: BrowserContextOptions): Promise<Page> => {
    const page = await (await browser.newContext(options)).newPage();
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(error.message));
    return page;
  };

  const addressOf = (part = ''): string =>
    `${origin()}/account${part}?${new URLSearchParams({ client_id: pool.clientId, redirect_uri: app.callback })}`;

  const signInOnPages = async (page: Page, username: string, secret = password): Promise<void> => {
    await page.getByRole('textbox', { name: 'Username' }).fill(username);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('textbox', { name: 'Password' }).fill(secret);
    await page.getByRole('button', { name: 'Continue' }).click();
  };

  const heading = (page: Page, name: string): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor();
  const told = (page: Page, text: string): Promise<void> => page.getByRole('status').getByText(text).waitFor();
  const complained = (page: Page, text: string): Promise<void> => page.getByRole('alert').getByText(text).waitFor();
  const click = (page: Page, name: string): Promise<void> => page.getByRole('button', { name }).click();

  // Nothing for axe to find, and nothing to scroll sideways on a phone.
  const inspect = async (page: Page, name: string): Promise<void> => {
    const found = await axeFaults(page);
    expect(found.map((fault) => `${name}: ${fault}`)).toEqual([]);
    await page.setViewportSize(narrow);
    await expect(page.evaluate('document.documentElement.scrollWidth'), name).resolves.toBe(narrow.width);
    await page.setViewportSize(wide);
  };

  const part = async (page: Page, name: string): Promise<void> => {
    await page.getByRole('link', { name }).click();
    await heading(page, name);
  };
  const back = async (page: Page): Promise<void> => {
    await page.getByRole('link', { name: 'Back to your account' }).click();
    await heading(page, 'Your account');
  };

  const emailOf = async (Username: string) => {
    const asked = new AdminGetUserCommand({ UserPoolId: pool.poolId, Username });
    const { UserAttributes = [] } = await adminClient().send(asked);
    return UserAttributes.find(({ Name }) => Name === 'email')?.Value;
  };

  it('has all of its sections for the mouse', async () => {
    const page = await newPage({ viewport: wide, colorScheme: 'light' });
    const username = `ada-${randomUUID()}`;
    const first = anEmail();
    await page.goto(`${origin()}${authorizePath(pool, { redirect_uri: app.callback, scope: 'openid' }, '/signup')}`);
    await page.getByRole('textbox', { name: 'Username' }).fill(username);
    await page.getByRole('textbox', { name: 'Email address' }).fill(first);
    await page.locator('input[name="password"]').fill(password);
    await click(page, 'Sign up');
    await heading(page, 'Confirm your account');
    await page.getByRole('textbox', { name: 'Code' }).fill(await codeFor(first));
    await click(page, 'Confirm account');
    await page.waitForURL((url) => url.href.startsWith(app.callback));
    await confirmedDevice(pool, { username }, { DeviceName: 'Laptop of Ada' });
    await adminClient().send(
      new AdminLinkProviderForUserCommand({
        UserPoolId: pool.poolId,
        DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
        SourceUser: { ProviderName: pool.provider, ProviderAttributeValue: 'Ada-1' },
      }),
    );

    await page.goto(addressOf());
    await page.getByText(`You are signed in as ${username}.`).waitFor();
    await inspect(page, 'overview');
    await page.emulateMedia({ colorScheme: 'dark' });
    await inspect(page, 'overview in the dark');
    await page.emulateMedia({ colorScheme: 'light' });

    await part(page, 'Profile');
    await page.getByRole('textbox', { name: 'Nickname' }).fill('Countess');
    await click(page, 'Save');
    await told(page, 'Your changes have been saved.');
    await expect(page.getByRole('textbox', { name: 'Nickname' }).inputValue()).resolves.toBe('Countess');
    await inspect(page, 'profile');
    await back(page);

    await part(page, 'Email and phone');
    const email = anEmail();
    await page.getByRole('textbox', { name: 'New email address' }).fill(email);
    await click(page, 'Send code: Email address');
    await page.getByText(`We sent a code to ${email}.`).waitFor();
    await expect(emailOf(username)).resolves.toBe(first);
    await page.getByRole('textbox', { name: 'Code' }).fill('000000');
    await click(page, 'Verify: Email address');
    await complained(page, 'code');
    await inspect(page, 'contacts');
    await page.getByRole('textbox', { name: 'Code' }).fill(await codeFor(email));
    await click(page, 'Verify: Email address');
    await told(page, 'It is verified, and counts from now on.');
    await expect(emailOf(username)).resolves.toBe(email);
    await back(page);

    await part(page, 'Password');
    await page.getByRole('textbox', { name: 'Current password' }).fill('Wrong-horse-1');
    await page.getByRole('textbox', { name: 'New password' }).fill('Better-horse-2');
    await click(page, 'Change password');
    await complained(page, 'Your current password is not right.');
    await inspect(page, 'password');
    await page.getByRole('textbox', { name: 'Current password' }).fill(password);
    await page.getByRole('textbox', { name: 'New password' }).fill('Better-horse-2');
    await click(page, 'Change password');
    await told(page, 'Your password has been changed.');
    await back(page);

    await part(page, 'Sessions');
    await expect(page.getByText('This browser', { exact: true }).count()).resolves.toBe(1);
    await page
      .getByText(/^Last used .* UTC$/)
      .first()
      .waitFor();
    await inspect(page, 'sessions');
    await page.getByRole('button', { name: 'Sign out there' }).first().click();
    await told(page, 'That session is over.');
    await back(page);

    await part(page, 'Devices');
    await inspect(page, 'devices');
    await click(page, 'Remove: Laptop of Ada');
    await told(page, 'It has been removed.');
    await back(page);

    await part(page, 'Passkeys');
    const authenticator = await attachAuthenticator(page);
    await click(page, 'Create a passkey');
    await told(page, 'Your passkey has been created.');
    expect(await authenticator.secrets()).toHaveLength(1);
    await inspect(page, 'passkeys');
    await click(page, 'Create a passkey');
    await complained(page, 'No passkey was created.');
    await click(page, 'Remove: ');
    await told(page, 'It has been removed.');
    await page.getByText('There is nothing here yet.').waitFor();
    await back(page);

    await part(page, 'Linked sign-ins');
    await inspect(page, 'links');
    await click(page, `Unlink: ${pool.provider}`);
    await heading(page, 'Linked sign-ins');
    await told(page, 'It has been removed.');
    await back(page);
    await expect(page.getByRole('link', { name: 'Linked sign-ins' }).count()).resolves.toBe(0);

    await part(page, 'Accepted terms');
    await page.getByRole('link', { name: 'Terms of use' }).waitFor();
    await inspect(page, 'terms');
    await back(page);

    await part(page, 'Recovery codes');
    await click(page, 'Make new codes');
    await told(page, 'Keep these codes in a safe place.');
    await expect(page.locator('code.secret').count()).resolves.toBe(10);
    await inspect(page, 'recovery codes');
    await back(page);

    await part(page, 'Two-step verification');
    await click(page, 'Set up an app');
    await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
    const secret = ((await page.locator('code.secret').textContent()) ?? '').replaceAll(' ', '');
    await page.getByRole('textbox', { name: 'Code' }).fill(wrongCodeOf(secret));
    await click(page, 'Continue');
    await complained(page, 'This code is not right.');
    await inspect(page, 'second factors');
    await page.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret));
    await click(page, 'Continue');
    await told(page, 'Your authenticator app is set up.');

    // Later, what is delicate asks for both factors again, and the other sections for none. The tab has no authenticator,
    // which would go on offering the passkey that is gone.
    const later = Date.now() + 11 * minuteMs;
    const tab = await page.context().newPage();
    await tab.setExtraHTTPHeaders({ 'x-gatehouse-clock': String(later) });
    await tab.goto(addressOf());
    await part(tab, 'Profile');
    await back(tab);
    await tab.getByRole('link', { name: 'Passkeys' }).click();
    await tab.waitForURL(/\/login\?/);
    await signInOnPages(tab, username, 'Better-horse-2');
    await tab.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret, later));
    await click(tab, 'Continue');
    await heading(tab, 'Passkeys');
    await back(tab);
    await tab.getByRole('link', { name: 'Back to the app' }).click();
    await tab.waitForURL(app.callback);
    expect(faults).toEqual([]);
  });

  const focused = (page: Page): Promise<string> =>
    page.evaluate<string>(`(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()`);

  // Goes on by the Tab key until that is what has the focus, and is seen to have it.
  const tabTo = async (page: Page, name: string): Promise<void> => {
    for (let steps = 0; steps < 40; steps++) {
      await page.keyboard.press('Tab');
      if ((await focused(page)).startsWith(name)) {
        const outline = await page.evaluate<string>(`getComputedStyle(document.activeElement).outlineStyle`);
        expect([name, outline]).toEqual([name, 'solid']);
        return;
      }
    }
    throw new Error(`The Tab key does not lead to ${name}.`);
  };

  it('goes by the keyboard alone on a phone, from sign-in to a section and back to the app', async () => {
    const { username } = await makeUser(pool);
    const page = await newPage({ viewport: narrow, colorScheme: 'dark' });
    await page.goto(addressOf());
    await page.locator('input[name="username"]:focus').waitFor();
    await page.keyboard.type(username);
    await page.keyboard.press('Enter');
    await page.locator('input[name="password"]:focus').waitFor();
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await heading(page, 'Your account');
    await tabTo(page, 'Profile');
    await page.keyboard.press('Enter');
    await heading(page, 'Profile');
    await tabTo(page, 'Nickname');
    await page.keyboard.type('Ada');
    await page.keyboard.press('Enter');
    await told(page, 'Your changes have been saved.');
    await tabTo(page, 'Back to your account');
    await page.keyboard.press('Enter');
    await heading(page, 'Your account');
    await tabTo(page, 'Recovery codes');
    await page.keyboard.press('Enter');
    await heading(page, 'Recovery codes');
    await tabTo(page, 'Make new codes');
    await page.keyboard.press('Space');
    await told(page, 'Keep these codes in a safe place.');
    await tabTo(page, 'Back to your account');
    await page.keyboard.press('Enter');
    await heading(page, 'Your account');
    await tabTo(page, 'Back to the app');
    await page.keyboard.press('Enter');
    await page.waitForURL(app.callback);
    expect(faults).toEqual([]);
  });

  it('writes nothing from a tab that is out of date, or that another user had', async () => {
    const [ada, grace] = [await makeUser(pool), await makeUser(pool)];
    const page = await newPage({ viewport: wide });
    await page.goto(addressOf('/profile'));
    await signInOnPages(page, ada.username);
    await heading(page, 'Profile');
    const other = await page.context().newPage();
    await other.goto(addressOf('/profile'));
    await page.getByRole('textbox', { name: 'Nickname' }).fill('First');
    await click(page, 'Save');
    await told(page, 'Your changes have been saved.');
    await other.getByRole('textbox', { name: 'Nickname' }).fill('Second');
    await click(other, 'Save');
    await complained(other, 'This page has expired. Try again.');
    await expect(other.getByRole('textbox', { name: 'Nickname' }).inputValue()).resolves.toBe('First');
    await other.getByRole('textbox', { name: 'Nickname' }).fill('Second');
    await click(other, 'Save');
    await told(other, 'Your changes have been saved.');

    const logout = new URLSearchParams({ client_id: pool.clientId, logout_uri: 'https://app.example.com/bye' });
    await other.context().request.get(`${origin()}/logout?${logout}`, { maxRedirects: 0 });
    await other.goto(addressOf('/profile'));
    await signInOnPages(other, grace.username);
    await heading(other, 'Profile');
    await page.getByRole('textbox', { name: 'Nickname' }).fill('Third');
    await click(page, 'Save');
    await complained(page, 'Somebody else has signed in in this browser since.');
    await expect(page.getByRole('textbox', { name: 'Nickname' }).inputValue()).resolves.toBe('');
    expect(faults).toEqual([]);
  });
});
