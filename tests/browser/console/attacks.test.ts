import { createServer } from 'node:http';
import {
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  CreateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '#local/ports.ts';
import { adminClient } from '#tests/support/clients.ts';
import { type ConsoleOperators, consoleUrl, makeConsoleOperators } from '#tests/support/console-operators.ts';
import { join } from '#tests/support/groups.ts';
import { makeProvider } from '#tests/support/identity-providers.ts';
import { configure } from '#tests/support/operators.ts';
import { makeUser, type TestUser } from '#tests/support/pools.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';
import { stack } from '#tests/support/stack.ts';
import { runsHere, startChromium } from '../chromium.ts';
import { heading, type OpenConsole, openConsole, signInOnPage } from './open-console.ts';

const stored = `(async () => JSON.stringify([
  { ...localStorage }, { ...sessionStorage }, document.cookie, (await indexedDB.databases()).map(({ name }) => name), await caches.keys()
]))()`;

// As names of users, groups, resource servers and providers may be.
const hostile = '<img/src=x/onerror=taken=1>';

/** A page of another site. */
const startForeignPage = async (html: string): Promise<string> => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(html);
  });
  const port = await freePort();
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${port}/`;
};

describe.skipIf(!runsHere)('the console under attack', () => {
  let browser: Browser;
  let made: ConsoleOperators;

  beforeAll(async () => {
    [browser, made] = await Promise.all([startChromium(), makeConsoleOperators()]);
  });
  afterAll(async () => {
    await browser.close();
    await configure();
  });

  // Keys may go on for ten seconds. Each visit of a screen asks the API, and whoever leaves it earlier hears no answer.
  const untilEnded = async ({ page, go }: Pick<OpenConsole, 'page' | 'go'>): Promise<void> => {
    let visits = 0;
    const ended = page.getByText('Your session has ended', { exact: true });
    const visit = async (): Promise<number> => {
      await go(visits++ % 2 === 0 ? `/pools/${made.shop.poolId}` : '/pools');
      const answered = expect.poll(() => page.getByText('Loading …').filter({ visible: true }).count());
      await answered.toBe(0);
      return ended.count();
    };
    await expect.poll(visit, { interval: 1000 }).toBeGreaterThan(0);
  };

  it('keeps no key and no token where anybody could find it, and signs in again without a question', async () => {
    const { page, ...opened } = await openConsole(browser, await made.makeOperator('administrators'));
    const expectNothingKept = async (): Promise<void> => {
      await heading(page, 'User pools').waitFor();
      await page.getByText(made.shop.poolId).waitFor();
      expect(await page.evaluate(stored)).toBe('[{},{},"",[],[]]');
      expect(new URL(page.url()).search).toBe('');
      expect(await page.evaluate('JSON.stringify([name, history.state])')).toBe('["",null]');
      expect(await page.evaluate('document.referrer')).not.toContain('code=');
    };
    await expectNothingKept();
    await page.reload();
    await expectNothingKept();

    // As when the Back button brings back a page from the memory of the browser, maybe after somebody signed out.
    const loadedAnew = page.waitForEvent('load');
    await page.evaluate(`dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`);
    await loadedAnew;
    await expectNothingKept();

    // A link of somebody else's, to sign the operator in as another one.
    await page.goto(`${consoleUrl()}?code=of-somebody-else&state=guessed#/pools`);
    await page.getByText('This is not the sign-in that was begun in this tab.').waitFor();
    expect(new URL(page.url()).search).toBe('');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expectNothingKept();
    opened.expectNoFaults();
    await opened.close();
  });

  it('says that the session was ended elsewhere or the operator disabled, and goes on at the same screen', async () => {
    const [operator, disabled] = [await made.makeOperator('administrators'), await made.makeOperator('auditors')];
    const named = ({ username: Username }: TestUser) => ({ UserPoolId: made.operators.poolId, Username });
    const { page, go, ...opened } = await openConsole(browser, operator);
    const other = await openConsole(browser, disabled);
    await adminClient().send(new AdminUserGlobalSignOutCommand(named(operator)));
    await adminClient().send(new AdminDisableUserCommand(named(disabled)));
    await Promise.all([untilEnded({ page, go }), untilEnded(other)]);

    await go(`/pools/${made.shop.poolId}`);
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.locator('input[name="username"]:visible').waitFor();
    await signInOnPage(page, operator);
    await page.getByText('about 1').waitFor();
    expect(new URL(page.url()).hash).toBe(`#/pools/${made.shop.poolId}`);

    // Neither does the session of the hosted pages sign in whoever is disabled.
    await other.page.getByRole('button', { name: 'Sign in again' }).click();
    await other.page.locator('input[name="password"]:visible').waitFor();
    opened.expectNoFaults();
    other.expectNoFaults();
    await Promise.all([opened.close(), other.close()]);
  });

  it('shows whoever is no operator why there is nothing to see', async () => {
    const { page, ...opened } = await openConsole(browser, await made.makeOperator('others'));
    await page.getByText('The user is no operator by this app client.').waitFor();
    await page.getByRole('button', { name: 'Sign in as somebody else' }).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    opened.expectNoFaults();
    await opened.close();
  });

  it('shows as text whatever people wrote', async () => {
    const operator = await makeUser(made.operators, { username: hostile });
    await join(made.operators, operator, 'administrators');
    const { shop } = made;
    const UserPoolId = shop.poolId;
    await adminClient().send(
      new CreateGroupCommand({ UserPoolId, GroupName: hostile, Description: `Described as ${hostile}` }),
    );
    await makeResourceServer(shop, hostile);
    await makeProvider(shop, { ProviderName: hostile });
    const { page, go, ...opened } = await openConsole(browser, operator, {
      route: `/pools/${made.operators.poolId}/users`,
    });
    page.setDefaultTimeout(25_000);
    const expectText = async (text: string): Promise<void> => {
      await page.getByText(text).filter({ visible: true }).first().waitFor();
      expect(await page.evaluate(`document.querySelectorAll('img[src="x"]').length + ('taken' in window)`)).toBe(0);
    };
    // At the top, and in the table.
    await expectText(hostile);
    await page.getByRole('link', { name: hostile, exact: true }).click();
    await heading(page, hostile).waitFor();
    await expectText(hostile);
    expect(await page.title()).toContain(hostile);

    await go(`/pools/${UserPoolId}/groups`);
    await page.getByRole('link', { name: hostile, exact: true }).click();
    await heading(page, hostile).waitFor();
    await expectText(`Described as ${hostile}`);
    for (const [screen, title] of [
      ['resource-servers', 'Resource servers'],
      ['providers', 'Providers'],
    ] as const) {
      await go(`/pools/${UserPoolId}/${screen}`);
      await heading(page, title).waitFor();
      await page.getByRole('table').getByText(hostile, { exact: true }).first().waitFor();
      await expectText(hostile);
    }
    // The API takes no such name of a client. Its words stand in the dialog.
    await go(`/pools/${UserPoolId}/clients`);
    await page.getByRole('button', { name: 'Make an app client', exact: true }).click();
    await page.getByLabel('Name', { exact: true }).fill(hostile);
    await page.getByRole('button', { name: 'Make the client', exact: true }).click();
    await expectText('InvalidParameterException');
    // Nor is an address of the console more than text.
    await go(`/pools/${encodeURIComponent(hostile)}/groups/${encodeURIComponent(hostile)}`);
    await heading(page, hostile).waitFor();
    await expectText(hostile);
    opened.expectNoFaults();
    await opened.close();
  });

  it('is in no frame of another page, and cookies of the browser are worth nothing at the API', async () => {
    const { page, ...opened } = await openConsole(browser, await made.makeOperator('administrators'));
    await heading(page, 'User pools').waitFor();
    const unsigned = `fetch(${JSON.stringify(`${stack().endpoint}/`)}, {
      method: 'POST',
      credentials: 'include',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.ListUserPools',
      },
      body: '{"MaxResults":1}',
    }).then((response) => response.text(), () => 'not read')`;
    expect(await page.context().cookies()).not.toEqual([]);
    expect(await page.evaluate(unsigned)).toContain('MissingAuthenticationTokenException');

    const foreign = await startForeignPage(
      `<!doctype html><title>other</title><iframe src="${consoleUrl()}"></iframe>`,
    );
    const other = await page.context().newPage();
    await other.goto(foreign);
    await expect.poll(() => other.frames()[1]?.url()).toMatch(/^chrome-error:/);
    expect(await other.evaluate(unsigned)).toMatch(/^not read$|MissingAuthenticationTokenException/);
    opened.expectNoFaults();
    await opened.close();
  });
});
