import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePasskeyPool } from '#tests/support/passkeys.ts';
import { makeUser, password, type TestPool, type TestUser } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { runsHere, startChromium } from './chromium.ts';
import type { App } from './page.ts';
import { type Site, startSite } from './site.ts';
import { attachAuthenticator } from './virtual-authenticator.ts';

const elsewhere = 'https://phishing.test';

const signedIn = { isSignedIn: true, nextStep: { signInStep: 'DONE' } };

describe.skipIf(!runsHere)('Amplify in a browser', () => {
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    site = await startSite('page.ts');
    browser = await startChromium();
  });

  afterAll(async () => {
    await browser.close();
    await site.stop();
  });

  // A page on a device of its own, where other tests leave nothing.
  const open = async ({ poolId, clientId }: TestPool, origin = site.origin): Promise<Page> => {
    const page = await (await browser.newContext()).newPage();
    if (origin !== site.origin) {
      await page.route(`${origin}/**`, async (route) => {
        const { pathname } = new URL(route.request().url());
        await route.fulfill({ response: await route.fetch({ url: `${site.origin}${pathname}` }) });
      });
    }
    await page.goto(`${origin}/`);
    const settings = { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: stack().endpoint };
    await call(page, 'configure', settings);
    return page;
  };

  const call = <Name extends keyof App>(page: Page, name: Name, ...given: Parameters<App[Name]>) =>
    page.evaluate<Awaited<ReturnType<App[Name]>>>(`app.${name}(...${JSON.stringify(given)})`);

  const registered = async (page: Page, { username }: TestUser): Promise<void> => {
    await call(page, 'signInWithPassword', username, password);
    await call(page, 'register');
    await call(page, 'signOut');
  };

  it('registers a passkey, signs in with it, lists it and deletes it', async () => {
    const pool = await makePasskeyPool();
    const user = await makeUser(pool);
    const page = await open(pool);
    const authenticator = await attachAuthenticator(page);

    await registered(page, user);
    expect(await authenticator.secrets()).toMatchObject([
      {
        isResidentCredential: true,
        rpId: 'localhost',
        userHandle: Buffer.from(user.sub).toString('base64'),
      },
    ]);

    expect(await call(page, 'signInWithPasskey', user.username)).toEqual(signedIn);
    expect(await call(page, 'username')).toBe(user.username);
    const [credential] = await call(page, 'list');
    expect(credential).toMatchObject({ relyingPartyId: 'localhost', authenticatorAttachment: 'platform' });
    await call(page, 'remove', credential?.credentialId ?? '');
    expect(await call(page, 'list')).toEqual([]);
  });

  it('makes no second passkey in an authenticator that has one', async () => {
    const pool = await makePasskeyPool();
    const user = await makeUser(pool);
    const page = await open(pool);
    await attachAuthenticator(page);
    await registered(page, user);
    await call(page, 'signInWithPassword', user.username, password);
    await expect(call(page, 'register')).rejects.toThrow('PasskeyAlreadyExists');
  });

  it('is refused with a passkey that was cloned', async () => {
    const pool = await makePasskeyPool();
    const user = await makeUser(pool);
    const page = await open(pool);
    const authenticator = await attachAuthenticator(page);
    await registered(page, user);
    const [copy] = await authenticator.secrets();
    if (!copy) throw new Error('There is no passkey to clone.');
    await call(page, 'signInWithPasskey', user.username);
    await call(page, 'signOut');

    const other = await open(pool);
    await (await attachAuthenticator(other)).implant(copy);

    await expect(call(other, 'signInWithPasskey', user.username)).rejects.toThrow(
      'NotAuthorizedException: The passkey was not accepted.',
    );
    expect(await call(page, 'signInWithPasskey', user.username)).toEqual(signedIn);
  });

  // The browser refuses a page the passkeys of other sites, so this page changes the options until the browser agrees.
  const openElsewhere = async (pool: TestPool): Promise<Page> => {
    const page = await open(pool, elsewhere);
    await page.route(stack().endpoint, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replaceAll(/"localhost(\\?)"/g, '"phishing.test$1"');
      await route.fulfill({ response, body });
    });
    return page;
  };

  it('is refused a passkey that was made on a page of another origin', async () => {
    const pool = await makePasskeyPool();
    const { username } = await makeUser(pool);
    const page = await openElsewhere(pool);
    await attachAuthenticator(page);
    await call(page, 'signInWithPassword', username, password);
    await expect(call(page, 'register')).rejects.toThrow(
      'WebAuthnOriginNotAllowedException: The origin of the credential is not allowed.',
    );
    expect(await call(page, 'list')).toEqual([]);
  });

  it('is refused on a page of another origin, also with the right key', async () => {
    const pool = await makePasskeyPool();
    const user = await makeUser(pool);
    const page = await open(pool);
    const authenticator = await attachAuthenticator(page);
    await registered(page, user);
    const [secret] = await authenticator.secrets();
    if (!secret) throw new Error('There is no passkey.');

    const other = await openElsewhere(pool);
    await (await attachAuthenticator(other)).implant({ ...secret, rpId: 'phishing.test', signCount: 100 });

    await expect(call(other, 'signInWithPasskey', user.username)).rejects.toThrow(
      'NotAuthorizedException: The passkey was not accepted.',
    );
  });
});
