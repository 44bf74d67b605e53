import { DescribeUserPoolCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { type ConsoleOperators, makeConsoleOperators } from '#tests/support/console-operators.ts';
import { configure } from '#tests/support/operators.ts';
import { runsHere, startChromium } from '../chromium.ts';
import { heading, openConsole, screenFaults } from './open-console.ts';

const dialog = (page: Page) => page.getByRole('dialog');

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

const confirm = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true }).click();

const settingsOf = async (UserPoolId: string) =>
  (await adminClient().send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;

describe.skipIf(!runsHere)('pools in the console', () => {
  let browser: Browser;
  let made: ConsoleOperators;

  beforeAll(async () => {
    [browser, made] = await Promise.all([startChromium(), makeConsoleOperators()]);
  });
  afterAll(async () => {
    await browser.close();
    await configure();
  });

  it('are made, set, changed, mended and deleted', async () => {
    const { page, go, ...opened } = await openConsole(browser, await made.makeOperator('administrators'));

    // Made, by keyboard from the name on.
    await page.getByRole('link', { name: 'Make a pool' }).click();
    await page.getByLabel('Name', { exact: true }).fill('console shop');
    await page.keyboard.press('Enter');
    await heading(page, 'console shop').waitFor();
    const poolId = /pools\/([^/?]+)/.exec(page.url())?.[1] ?? '';
    expect(await settingsOf(poolId)).toMatchObject({
      UsernameAttributes: ['email'],
      DeletionProtection: 'ACTIVE',
      UsernameConfiguration: { CaseSensitive: false },
    });
    await press(page, 'Show how to do the same');
    await page.getByText('aws cognito-idp describe-user-pool').waitFor();
    await press(page, 'Close how to do the same');

    // Set, while somebody else sets something else.
    await go(`/pools/${poolId}/settings?group=passwords`);
    await page.getByLabel('Least length').fill('14');
    await adminClient().send(
      new UpdateUserPoolCommand({
        UserPoolId: poolId,
        DeletionProtection: 'INACTIVE',
        AutoVerifiedAttributes: ['email'],
        UserPoolTags: { team: 'shop' },
      }),
    );
    await press(page, 'Review the changes of Password policy');
    await dialog(page).getByText('Somebody else changed this pool meanwhile').waitFor();
    expect(await dialog(page).textContent()).toContain('DeletionProtection is now INACTIVE');
    await confirm(page, 'Save');
    await page.getByText('Password policy: saved.').waitFor();
    expect(await settingsOf(poolId)).toMatchObject({
      DeletionProtection: 'INACTIVE',
      AutoVerifiedAttributes: ['email'],
      UserPoolTags: { team: 'shop' },
      Policies: { PasswordPolicy: { MinimumLength: 14 } },
    });
    // What the API refuses stands in the dialog, in its words.
    await page.getByLabel('Least length').fill('3');
    await press(page, 'Review the changes of Password policy');
    await confirm(page, 'Save');
    await dialog(page).getByText('InvalidParameterException').waitFor();
    await confirm(page, 'Cancel');
    expect(await screenFaults(page)).toEqual([]);

    // Changed, with a way back.
    await go(`/pools/${poolId}/changes`);
    await page.getByRole('button', { name: /Case of names/ }).click();
    await page.getByRole('option', { name: /Two users/ }).click();
    await press(page, 'Plan');
    await heading(page, 'Changes').waitFor();
    await press(page, 'Apply');
    await confirm(page, 'Begin');
    await page.getByText('SWITCHED').waitFor();
    expect((await settingsOf(poolId))?.UsernameConfiguration).toEqual({ CaseSensitive: true });
    expect(await screenFaults(page)).toEqual([]);
    await press(page, 'Roll back');
    await confirm(page, 'Roll back');
    await page.getByText('ROLLED_BACK').waitFor();
    expect((await settingsOf(poolId))?.UsernameConfiguration).toEqual({ CaseSensitive: false });

    // Mended.
    await go(`/pools/${poolId}/findings`);
    await press(page, 'Mend open-sign-up');
    await confirm(page, 'Save');
    await page.getByText('open-sign-up: saved.').waitFor();
    expect(await settingsOf(poolId)).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      Policies: { PasswordPolicy: { MinimumLength: 14 } },
    });
    expect(await screenFaults(page)).toEqual([]);

    // Deleted, once its name is typed.
    await go('/pools');
    await page.getByRole('radio', { name: `Choose ${poolId}` }).check();
    await press(page, 'Delete');
    expect(await dialog(page).getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    await dialog(page).getByLabel('To confirm, type console shop').fill('console shop');
    await confirm(page, 'Delete');
    await page.getByText('The pool console shop is deleted.').waitFor();
    await expect(settingsOf(poolId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });

    opened.expectNoFaults();
    await opened.close();
  });

  it('are not changed by an operator who may only read', async () => {
    const { page, ...opened } = await openConsole(browser, await made.makeOperator('auditors'), {
      route: `/pools/${made.shop.poolId}/settings?group=passwords`,
    });
    await page.getByLabel('Least length').fill('10');
    await press(page, 'Review the changes of Password policy');
    await confirm(page, 'Save');
    await dialog(page).getByText('AccessDeniedException').waitFor();
    await confirm(page, 'Cancel');
    opened.expectNoFaults();
    await opened.close();
  });
});
