import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Page } from 'playwright-core';
import { createBranding, logo, svg } from '#tests/support/branding.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makeDeviceApp, startDevice } from '#tests/support/device-grant.ts';
import { aPrefix, createDomain } from '#tests/support/domains.ts';
import { makeLinkingApp } from '#tests/support/linking.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { authorizePath, onPages } from '#tests/support/oauth.ts';
import { anEmail, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { makeOpenPool } from '#tests/support/registration.ts';
import { stack } from '#tests/support/stack.ts';
import { codeOf, makeTotpPool } from '#tests/support/totp.ts';
import { setUICustomization } from '#tests/support/ui-customization.ts';
import { openAccountQuestion } from './account-question.ts';
import { openConsent } from './consent-question.ts';

/** A family of pages: its version in the API. */
export type Family = 1 | 2;

/** Somebody at a page. `name` says which one it is. */
export type Visit = (name: string) => Promise<void>;

interface Walk {
  readonly page: Page;
  readonly family: Family;
  /** The address of the app that browsers are led back to. */
  readonly callback: string;
  readonly visit: Visit;
  /** The language of the pages, where it is not the browser's. */
  readonly lang?: string;
}

const withEmail = {
  AutoVerifiedAttributes: ['email' as const],
  Schema: [{ Name: 'email', Required: true, Mutable: true, AttributeDataType: 'String' as const }],
};

const byChoice = {
  ...withEmail,
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD' as const, 'EMAIL_OTP' as const] } },
};

const fill = async (page: Page, fields: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, value] of Object.entries(fields)) await page.locator(`input[name="${name}"]:visible`).fill(value);
};

// A wide classic page shows the second copy of each form; a managed page has one. The next page has come when this ends.
const submit = async (page: Page): Promise<void> => {
  const come = page.waitForEvent('load');
  await page.locator('[type="submit" i]:visible').first().click();
  await come;
};

const settled = (page: Page): Promise<void> => page.waitForLoadState('networkidle');

const house = logo({
  ColorMode: 'DYNAMIC',
  Extension: 'SVG',
  Bytes: svg('<path d="M1 8V3l3-3 3 3v5H5V5H3v3z" fill="#0972d3"/>'),
});

/** Makes the pool's pages of this family. Managed ones follow the scheme of the browser. */
const dress = async (pool: TestPool, family: Family): Promise<void> => {
  await createDomain(pool.poolId, aPrefix(), { ManagedLoginVersion: family });
  if (family === 1) return;
  await createBranding(pool, {
    Settings: {
      categories: { global: { colorSchemeMode: 'DYNAMIC' } },
      components: { form: { logo: { enabled: true } } },
    },
    Assets: [house],
  });
};

const open = async ({ page, callback, lang }: Walk, pool: TestPool, path = '/login'): Promise<void> => {
  const origin = stack().endpoint.replace('127.0.0.1', 'localhost');
  await page.goto(`${origin}${authorizePath(pool, { redirect_uri: callback, scope: 'openid', lang }, path)}`);
};

const passwords = async (walk: Walk): Promise<void> => {
  const { page, family, visit, callback } = walk;
  const pool = await makePool(withEmail, { ...onPages, CallbackURLs: [callback] });
  await dress(pool, family);
  await open(walk, pool);
  await visit('sign-in');
  await fill(page, { username: 'grace', password: 'Wrong-horse-1' });
  await submit(page);
  await settled(page);
  await visit('sign-in-refused');
  await open(walk, pool, '/signup');
  await visit('sign-up');
  const email = anEmail();
  const named =
    family === 1 ? 'requiredAttributes[email]' : await page.locator('input[type="email"]').getAttribute('name');
  await fill(page, { username: 'ada', [named ?? '']: email, password });
  await submit(page);
  await page.waitForURL(/\/confirm/);
  await visit('confirm');
  await codeFor(email);
  const user = await makeUser(pool, { username: 'grace' });
  await open(walk, pool, '/forgotPassword');
  await visit('forgot-password');
  await fill(page, { username: user.username });
  await submit(page);
  await page.waitForURL(/\/confirmforgotPassword/i);
  await visit('new-password-by-code');
  await open(walk, pool);
  await fill(page, { username: user.username, password });
  await submit(page);
  await page.waitForURL((url) => url.href.startsWith(callback));
  await open(walk, pool);
  await visit('sign-in-as');
};

const invited = async (walk: Walk): Promise<void> => {
  const { page, family, visit, callback } = walk;
  const pool = await makePool(withEmail, { ...onPages, CallbackURLs: [callback] });
  await dress(pool, family);
  const Username = 'grace';
  const TemporaryPassword = 'Invited-horse-1';
  await adminClient().send(
    new AdminCreateUserCommand({ UserPoolId: pool.poolId, Username, TemporaryPassword, MessageAction: 'SUPPRESS' }),
  );
  await open(walk, pool);
  await fill(page, { username: Username, password: TemporaryPassword });
  await submit(page);
  await settled(page);
  await visit('new-password');
};

const choices = async (walk: Walk): Promise<void> => {
  const { page, family, visit, callback } = walk;
  const pool = await makePool(byChoice, { ...onPages, CallbackURLs: [callback] });
  await dress(pool, family);
  const { username } = await makeUser(pool, { username: 'grace' });
  await open(walk, pool);
  await visit('name-first');
  if (family === 1) return;
  await fill(page, { username });
  await submit(page);
  await settled(page);
  await visit('choice');
};

const authenticatorApp = async (walk: Walk): Promise<void> => {
  const { page, family, visit, callback } = walk;
  const pool = await makeTotpPool('ON', {}, { ...onPages, CallbackURLs: [callback] });
  await dress(pool, family);
  const { username } = await makeUser(pool, { username: 'grace' });
  await open(walk, pool);
  await fill(page, { username, password });
  await submit(page);
  await settled(page);
  await visit('authenticator-app-set-up');
  if (family === 1) return;
  const secret = ((await page.locator('code.secret').textContent()) ?? '').replaceAll(' ', '');
  await page.locator('input[autocomplete="one-time-code"]').fill(codeOf(secret));
  await submit(page);
  await page.waitForURL((url) => url.href.startsWith(callback));
  await page.context().clearCookies();
  await open(walk, pool);
  await fill(page, { username, password });
  await submit(page);
  await settled(page);
  await visit('code-of-authenticator-app');
};

const accounts = async ({ page, family, visit, callback }: Walk): Promise<void> => {
  const app = await makeLinkingApp('ASK', byChoice, { CallbackURLs: [callback] });
  await dress(app, family);
  await openAccountQuestion(page, app, callback);
  await visit('whose-account');
};

const agents = async ({ page, family, visit, callback }: Walk): Promise<void> => {
  const pool = await makeOpenPool();
  await dress(pool, family);
  await openConsent(page, pool, callback);
  await visit('consent');
};

const connectedDevices = async ({ page, family, visit }: Walk): Promise<void> => {
  const app = await makeDeviceApp();
  await dress(app, family);
  const { user_code, verification_uri } = await startDevice(app);
  await page.goto(verification_uri);
  await visit('device-code');
  await fill(page, { user_code: 'WRONG-CODE' });
  await submit(page);
  await settled(page);
  await visit('device-code-refused');
  await fill(page, { user_code });
  await submit(page);
  await settled(page);
  await fill(page, { username: app.user.username, password });
  await submit(page);
  await settled(page);
  await visit('device');
  await submit(page);
  await settled(page);
  await visit('device-connected');
};

/** Goes through the pages that people see, in one browser page, and stops at each of them. */
export const walkPages = async (walk: Walk): Promise<void> => {
  for (const part of [passwords, invited, choices, authenticatorApp, accounts, agents, connectedDevices]) {
    await walk.page.context().clearCookies();
    await part(walk);
  }
  await walk.page.goto(`${stack().endpoint}/error?error=redirect_mismatch`);
  await walk.visit('error');
};

// What the calls of docs/branding.md make, one after the other.
const created = {
  components: {
    primaryButton: { lightMode: { defaults: { backgroundColor: 'd91515ff' } } },
    form: { logo: { enabled: true } },
  },
};
const changed = {
  categories: {
    form: { location: { horizontal: 'START' } },
    global: { pageHeader: { enabled: true } },
  },
  components: {
    ...created.components,
    pageBackground: { lightMode: { color: 'e9f2ffff' } },
    pageHeader: { lightMode: { background: { color: '0b2a4aff' } } },
  },
};

const rules = `
  .banner-customizable { background-color: #0b2a4a }
  .submitButton-customizable { background-color: #d91515 }
  .label-customizable { font-weight: 700 }`;

/** Stops at the sign-in page of clients that have styles. */
export const walkBrands = async (walk: Walk): Promise<void> => {
  const { family, visit, callback } = walk;
  const client = { ...onPages, CallbackURLs: [callback] };
  const styles =
    family === 1
      ? [['customized', rules] as const]
      : ([
          ['created', created],
          ['changed', changed],
        ] as const);
  for (const [name, style] of styles) {
    const pool = await makePool({}, client);
    await createDomain(pool.poolId, aPrefix(), { ManagedLoginVersion: family });
    if (typeof style === 'string') await setUICustomization(pool.poolId, { CSS: style });
    else await createBranding(pool, { Settings: style, Assets: [house] });
    await open(walk, pool);
    await visit(name);
  }
};
