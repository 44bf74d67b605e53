import {
  AdminInitiateAuthCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { type ConsoleOperators, makeConsoleOperators } from '#tests/support/console-operators.ts';
import { configure } from '#tests/support/operators.ts';
import { anEmail, makePool, password, type TestPool } from '#tests/support/pools.ts';
import { scriptedFailure } from '#tests/support/scripted-functions.ts';
import { runsHere, startChromium } from '../chromium.ts';
import { heading, openConsole, screenFaults } from './open-console.ts';

const hostile = '<img src=x onerror="document.title=1">';

describe.skipIf(!runsHere)('what the console shows of calls', () => {
  let browser: Browser;
  let made: ConsoleOperators;
  let pool: TestPool;
  const email = anEmail();

  const signIn = (Password: string) =>
    adminClient().send(
      new AdminInitiateAuthCommand({
        UserPoolId: made.shop.poolId,
        ClientId: made.shop.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: made.customer.username, PASSWORD: Password },
      }),
    );

  beforeAll(async () => {
    [browser, made] = await Promise.all([startChromium(), makeConsoleOperators()]);
    const UserPoolId = made.shop.poolId;
    await signIn(password);
    await signIn('Wrong-horse-1').catch(() => undefined);
    const Policies = { PasswordPolicy: { MinimumLength: 11 } };
    await adminClient().send(
      new UpdateUserPoolCommand({
        UserPoolId,
        Policies,
        AutoVerifiedAttributes: ['email'],
        EmailVerificationSubject: hostile,
      }),
    );
    pool = await makePool({ LambdaConfig: { PreSignUp: scriptedFailure(`No place ${hostile}`) } });
    const refused = new SignUpCommand({ ClientId: pool.clientId, Username: 'ada', Password: password });
    await publicClient()
      .send(refused)
      .catch(() => undefined);
    const UserAttributes = [{ Name: 'email', Value: email }];
    const ofShop = { ClientId: made.shop.clientId, Username: 'grace', Password: password, UserAttributes };
    await publicClient().send(new SignUpCommand(ofShop));
  });
  afterAll(async () => {
    await browser.close();
    await configure();
  });

  it('the trail by filter and page, one record whole, and what comes', async () => {
    const UserPoolId = made.shop.poolId;
    const { page, go, ...opened } = await openConsole(browser, await made.makeOperator('auditors'), {
      route: `/pools/${UserPoolId}/trail`,
    });
    await page.getByRole('link', { name: 'UpdateUserPool' }).waitFor();
    expect(await screenFaults(page)).toEqual([]);
    await page.getByLabel('Only failures').check({ force: true });
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('NotAuthorizedException').first().waitFor();
    await expect.poll(() => page.getByRole('link', { name: 'UpdateUserPool' }).count()).toBe(0);

    // What comes from now on stands in a table of its own, until it is paused.
    await page.getByRole('button', { name: 'Follow' }).click();
    const coming = page.getByRole('table', { name: 'Calls from now on' });
    await coming.getByText('No such call came yet').or(coming.getByText('AdminInitiateAuth')).first().waitFor();
    await signIn('Wrong-horse-2').catch(() => undefined);
    await coming.getByRole('link', { name: 'AdminInitiateAuth' }).first().waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused.').waitFor();

    await go(`/pools/${UserPoolId}/trail?events=UpdateUserPool`);
    await page.getByRole('link', { name: 'UpdateUserPool' }).click();
    await heading(page, 'UpdateUserPool').waitFor();
    const changed = page.getByRole('row', { name: /minimumLength/ });
    await changed.waitFor();
    expect(await changed.textContent()).toMatch(/minimumLength.*11/);
    expect(await page.getByRole('region', { name: 'The whole record' }).textContent()).toContain(
      '"eventName": "UpdateUserPool"',
    );
    await page.getByRole('button', { name: 'Copy the record' }).waitFor();
    expect(await screenFaults(page)).toEqual([]);
    expect(await page.title()).toContain('UpdateUserPool');
    opened.expectNoFaults();
    await opened.close();
  });

  it('charts with their tables, triggers with their last errors, and the mailbox', async () => {
    const { page, go, ...opened } = await openConsole(browser, await made.makeOperator('administrators'), {
      route: `/pools/${made.shop.poolId}/charts`,
    });
    await page.getByRole('link', { name: 'Mailbox' }).waitFor();
    const month = new Date().toISOString().slice(0, 7);
    await page.getByText(month, { exact: true }).waitFor();
    await page
      .getByText(/^Succeeded: 1, Refused: [12], Throttled: 0$/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Sign-ins as a table' }).click();
    const table = page.getByRole('table', { name: 'Sign-ins as a table' });
    await table.getByRole('row').nth(1).waitFor();
    expect(await screenFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Hour' }).click();
    await page
      .getByText(/^Succeeded: 1, Refused: [12], Throttled: 0$/)
      .first()
      .waitFor();

    await go(`/pools/${pool.poolId}/triggers`);
    await heading(page, 'Triggers').waitFor();
    await page.getByText(`PreSignUp failed with error No place ${hostile}.`).waitFor();
    expect(await screenFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Its failures on the trail' }).click();
    await heading(page, 'Trail').waitFor();
    await page.getByRole('link', { name: 'SignUp' }).waitFor();

    await go('/mailbox');
    await heading(page, 'Mailbox').waitFor();
    await page.getByLabel('To', { exact: true }).fill(email);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Copy the code' }).waitFor();
    await page.getByText(hostile).first().waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Copy the code' }).count()).toBe(1);
    expect(await screenFaults(page)).toEqual([]);
    opened.expectNoFaults();
    await opened.close();
  });
});
