import { randomUUID } from 'node:crypto';
import { AdminDisableUserCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { type ConsoleOperators, makeConsoleOperators } from '#tests/support/console-operators.ts';
import { configure } from '#tests/support/operators.ts';
import { anEmail, password } from '#tests/support/pools.ts';
import { beginSignIn } from '#tests/support/sign-in.ts';
import { runsHere, startChromium } from '../chromium.ts';
import { everyForm, heading, openConsole, screenFaults, tabTo } from './open-console.ts';

const hostile = '<img src=x onerror=alert(1)>';

describe.skipIf(!runsHere)('users in the console', () => {
  let browser: Browser;
  let made: ConsoleOperators;

  beforeAll(async () => {
    [browser, made] = await Promise.all([startChromium(), makeConsoleOperators()]);
  });
  afterAll(async () => {
    await browser.close();
    await configure();
  });

  // Somebody who signed up, was never confirmed, and was disabled since.
  const signUp = async () => {
    const { shop } = made;
    const username = `ada-${randomUUID()}`;
    const UserAttributes = [
      { Name: 'email', Value: anEmail() },
      { Name: 'name', Value: hostile },
    ];
    await publicClient().send(
      new SignUpCommand({ ClientId: shop.clientId, Username: username, Password: password, UserAttributes }),
    );
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: shop.poolId, Username: username }));
    return username;
  };

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const dialog = (page: Page) => page.getByRole('dialog').filter({ visible: true });

  it('are found, and what keeps one from signing in is found and mended, by mouse', async () => {
    const username = await signUp();
    const { page, ...opened } = await openConsole(browser, await made.makeOperator('administrators'), {
      route: `/pools/${made.shop.poolId}/users`,
    });
    await heading(page, 'Users').waitFor();
    await page
      .getByRole('searchbox', { name: 'Value' })
      .or(page.getByLabel('Value'))
      .first()
      .fill(username.slice(0, 12));
    await button(page, 'Find').click();
    await page.getByRole('link', { name: username }).waitFor();
    expect(await screenFaults(page)).toEqual([]);

    await page.getByRole('link', { name: username }).click();
    await page.getByText('No sign-in can succeed now.').waitFor();
    await page.getByText(hostile).first().waitFor();
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(await screenFaults(page, everyForm)).toEqual([]);
    await button(page, 'Mend: AdminEnableUser').click();
    await dialog(page).getByRole('button', { name: 'Enable', exact: true }).click();
    await page.getByText('The user is enabled.').waitFor();
    await button(page, 'Mend: AdminConfirmSignUp').click();
    await dialog(page).getByRole('button', { name: 'Confirm the sign-up', exact: true }).click();
    await page.getByText('A sign-in can succeed.').waitFor();
    expect((await beginSignIn(made.shop, username)).AuthenticationResult).toBeDefined();
    opened.expectNoFaults();
    await opened.close();
  });

  it('get a password that is shown once, and that nothing keeps, by keyboard', async () => {
    const username = await signUp();
    const { page, ...opened } = await openConsole(browser, await made.makeOperator('administrators'), {
      route: `/pools/${made.shop.poolId}/users/${username}`,
    });
    await page.getByText('No sign-in can succeed now.').waitFor();
    await tabTo(page, 'Mend: AdminEnableUser');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Enable');
    await page.keyboard.press('Enter');
    await page.getByText('The user is enabled.').waitFor();
    await page.locator('h1').first().focus();
    await tabTo(page, 'Actions');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Set a password' }).waitFor();
    await page.keyboard.type('Set');
    for (let step = 0; step < 8; step++) {
      const text = await page.evaluate<string>('document.activeElement.textContent');
      if (text.includes('Set a password')) break;
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await dialog(page).waitFor();
    await page.getByLabel('It stays').focus();
    await page.keyboard.press('Space');
    await tabTo(page, 'Set a password');
    await page.keyboard.press('Enter');
    const shown = page.getByTestId('new-password');
    await shown.waitFor();
    const secret = (await shown.textContent())?.trim() ?? '';
    await tabTo(page, 'I have passed it on');
    await page.keyboard.press('Enter');
    await page.getByText('A sign-in can succeed.').waitFor();

    expect((await beginSignIn(made.shop, username, secret)).AuthenticationResult).toBeDefined();
    const kept = await page.evaluate<string>(
      'document.documentElement.outerHTML + JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie + location.href',
    );
    expect(secret).toHaveLength(20);
    expect(kept).not.toContain(secret);
    opened.expectNoFaults();
    await opened.close();
  });

  it('stay as they are where the operator may only read: the API refuses, and the console says why', async () => {
    const username = await signUp();
    const { page, ...opened } = await openConsole(browser, await made.makeOperator('auditors'), {
      route: `/pools/${made.shop.poolId}/users/${username}`,
    });
    await page.getByText('No sign-in can succeed now.').waitFor();
    await button(page, 'Mend: AdminEnableUser').click();
    await dialog(page).getByRole('button', { name: 'Enable', exact: true }).click();
    await dialog(page).getByText('AccessDeniedException').waitFor();

    await opened.go(`/pools/${made.shop.poolId}/transfers`);
    await heading(page, 'Import and export').waitFor();
    await page.getByText('There was no export.').waitFor();
    await page.getByText('There was no import.').waitFor();
    expect(await screenFaults(page)).toEqual([]);
    await opened.close();
  });
});
