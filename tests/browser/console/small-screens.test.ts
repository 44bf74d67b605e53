import {
  DescribeResourceServerCommand,
  DescribeRiskConfigurationCommand,
  DescribeUserPoolDomainCommand,
  ListTermsCommand,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { type ConsoleOperators, makeConsoleOperators } from '#tests/support/console-operators.ts';
import { aPrefix } from '#tests/support/domains.ts';
import { makeExportKeys } from '#tests/support/exports.ts';
import { describeJob, makeImportPool, uploadedJob } from '#tests/support/imports.ts';
import { configure } from '#tests/support/operators.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import type { TestPool } from '#tests/support/pools.ts';
import { runsHere, startChromium } from '../chromium.ts';
import { closeFlashes, hardestForm, heading, openConsole, screenFaults } from './open-console.ts';

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const dialog = (page: Page) => page.getByRole('dialog').filter({ visible: true });
const inDialog = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true });

// A choice says its label and what is chosen.
const choose = async (page: Page, label: string, option: RegExp): Promise<void> => {
  await page.getByRole('button', { name: new RegExp(`^${label}`) }).click();
  await page.getByRole('option', { name: option }).click();
};

const expectSound = async (page: Page): Promise<void> => {
  await closeFlashes(page);
  expect(await screenFaults(page, [hardestForm])).toEqual([]);
};

describe.skipIf(!runsHere)('small screens of the console', () => {
  let browser: Browser;
  let made: ConsoleOperators;
  let incoming: TestPool;

  beforeAll(async () => {
    [browser, made, incoming] = await Promise.all([startChromium(), makeConsoleOperators(), makeImportPool()]);
  });
  afterAll(async () => {
    await browser.close();
    await configure();
  });

  it('make, change and delete a group, a resource server, a domain and terms, and set what risks lead to', async () => {
    const { shop, customer } = made;
    const UserPoolId = shop.poolId;
    const { page, go, ...opened } = await openConsole(browser, await made.makeOperator('administrators'), {
      route: `/pools/${UserPoolId}/groups`,
    });

    await button(page, 'Make a group').click();
    await field(page, 'Name').fill('staff');
    await inDialog(page, 'Make the group').click();
    await page.getByRole('link', { name: 'staff', exact: true }).click();
    await heading(page, 'staff').waitFor();
    await page.getByText('Nobody is in the group.').waitFor();
    await button(page, 'Add a user').click();
    await field(page, 'Username').fill('nobody-of-this-name');
    await inDialog(page, 'Add the user').click();
    await dialog(page).getByText('UserNotFoundException').waitFor();
    await field(page, 'Username').fill(customer.username);
    await inDialog(page, 'Add the user').click();
    await page.getByRole('link', { name: customer.username }).waitFor();
    const members = async () =>
      (await adminClient().send(new ListUsersInGroupCommand({ UserPoolId, GroupName: 'staff' }))).Users?.length;
    expect(await members()).toBe(1);
    await expectSound(page);
    await page.getByRole('radio').check({ force: true });
    await button(page, 'Take out').click();
    await inDialog(page, 'Take out').click();
    await page.getByText('Nobody is in the group.').waitFor();
    expect(await members()).toBe(0);

    await go(`/pools/${UserPoolId}/resource-servers`);
    await page.getByText('The pool has no resource servers.').waitFor();
    await button(page, 'Make a resource server').click();
    await field(page, 'Identifier').fill('https://api.example.com');
    await field(page, 'Name').fill('Orders');
    await field(page, 'Scopes').fill('read=Reads orders\nwrite=Changes orders');
    await inDialog(page, 'Save').click();
    await page.getByRole('cell', { name: 'read, write' }).waitFor();
    await expectSound(page);
    await page.getByRole('radio').check({ force: true });
    await button(page, 'Change').click();
    await field(page, 'Scopes').fill('read=Reads orders');
    await inDialog(page, 'Save').click();
    await page.getByRole('cell', { name: 'read', exact: true }).waitFor();
    const server = new DescribeResourceServerCommand({ UserPoolId, Identifier: 'https://api.example.com' });
    expect((await adminClient().send(server)).ResourceServer).toMatchObject({
      Name: 'Orders',
      Scopes: [{ ScopeName: 'read', ScopeDescription: 'Reads orders' }],
    });

    const Domain = aPrefix();
    await go(`/pools/${UserPoolId}/domains`);
    await page.getByText('The pool has no domain').waitFor();
    await button(page, 'Add a domain').click();
    await field(page, 'Domain').fill(Domain);
    await inDialog(page, 'Save').click();
    await page.getByRole('heading', { name: Domain }).waitFor();
    await expectSound(page);
    await button(page, `Change ${Domain}`).click();
    await choose(page, 'Pages', /^Classic pages/);
    await inDialog(page, 'Save').click();
    await page.getByText(`The domain ${Domain} was saved.`).waitFor();
    await page.getByText('Classic pages', { exact: true }).waitFor();
    const described = () => adminClient().send(new DescribeUserPoolDomainCommand({ Domain }));
    expect((await described()).DomainDescription?.ManagedLoginVersion).toBe(1);
    await button(page, `Delete ${Domain}`).click();
    await field(page, `To confirm, type ${Domain}`).fill(Domain);
    await inDialog(page, 'Delete the domain').click();
    await page.getByText('The pool has no domain').waitFor();
    expect((await described()).DomainDescription?.UserPoolId).toBeUndefined();

    await go(`/pools/${UserPoolId}/terms`);
    await page.getByText('The pool has no documents.').waitFor();
    await button(page, 'Add a document').click();
    await field(page, 'App client').fill(shop.clientId);
    await choose(page, 'Document', /^Privacy policy/);
    await field(page, 'Links').fill('cognito:default=https://example.com/privacy');
    await inDialog(page, 'Add the document').click();
    await page.getByRole('rowheader', { name: 'privacy-policy' }).waitFor();
    const terms = async () => (await adminClient().send(new ListTermsCommand({ UserPoolId }))).Terms;
    expect(await terms()).toMatchObject([{ TermsName: 'privacy-policy' }]);
    await expectSound(page);
    await page.getByRole('radio').check({ force: true });
    await button(page, 'Delete').click();
    await inDialog(page, 'Delete the document').click();
    await page.getByText('The pool has no documents.').waitFor();
    expect(await terms()).toEqual([]);

    await go(`/pools/${UserPoolId}/risk`);
    await choose(page, 'At high risk', /^Refuse/);
    await field(page, 'Networks that are always refused').fill('192.0.2.0/24');
    await button(page, 'Save').click();
    await page.getByText('The risk settings were saved.').first().waitFor();
    const risk = await adminClient().send(new DescribeRiskConfigurationCommand({ UserPoolId }));
    expect(risk.RiskConfiguration).toMatchObject({
      AccountTakeoverRiskConfiguration: { Actions: { HighAction: { EventAction: 'BLOCK', Notify: false } } },
      RiskExceptionConfiguration: { BlockedIPRangeList: ['192.0.2.0/24'] },
    });
    await expectSound(page);
    opened.expectNoFaults();
    await opened.close();
  });

  it('start an import, export everything, and name operators', async () => {
    const { poolId } = incoming;
    const csv = 'cognito:username,email,email_verified\nada,ada@example.com,true\ngrace,no address,true\n';
    const { JobId } = await uploadedJob(incoming, csv, { JobName: 'first' });
    const { page, go, ...opened } = await openConsole(browser, await made.makeOperator('administrators'), {
      route: `/pools/${poolId}/transfers`,
    });

    await button(page, 'Start first').click();
    await inDialog(page, 'Start').click();
    await page.getByText('The import is started.').waitFor();
    await expect.poll(async () => (await describeJob(incoming, JobId)).Status).toBe('Succeeded');
    await button(page, 'Load Imports again').click();
    await page.getByRole('row', { name: /first.*Succeeded/ }).waitFor();
    await button(page, 'Rows refused in first').click();
    await dialog(page).getByRole('cell', { name: 'grace' }).waitFor();
    await dialog(page).getByRole('button', { name: 'Close', exact: true }).click();

    const { publicKey } = await makeExportKeys();
    await button(page, 'Export everything').click();
    await field(page, 'Public key').fill(JSON.stringify({ ...publicKey, d: 'its-private-part' }));
    await dialog(page).getByText('This is a private key. Give the public one.').waitFor();
    await field(page, 'Public key').fill(JSON.stringify(publicKey));
    await inDialog(page, 'Export').click();
    await page.getByText('The export is begun.').waitFor();
    const succeeded = page.getByRole('row', { name: /Succeeded.* 1 / }).getByRole('button', { name: /^Parts of/ });
    await expect
      .poll(async () => {
        await button(page, 'Load Exports again').click();
        await page.getByRole('button', { name: /^Parts of/ }).waitFor();
        return succeeded.count();
      })
      .toBe(1);
    await expectSound(page);
    await succeeded.click();
    const part = await dialog(page)
      .getByRole('link', { name: /Download part 1/ })
      .getAttribute('href');
    expect((await fetch(part ?? '')).status).toBe(200);
    await dialog(page).getByRole('button', { name: 'Close', exact: true }).first().click();

    await go('/operators');
    await field(page, 'Pool of the operators').waitFor();
    await button(page, 'Add a group').click();
    const groups = page.getByLabel('Group', { exact: true });
    await groups.last().fill('night-shift');
    await field(page, 'Pools').last().fill(poolId);
    await button(page, 'Save').click();
    await page.getByText('The operators were saved.').first().waitFor();
    expect(await callOwn('GetOperatorConfiguration', {})).toMatchObject({
      OperatorConfiguration: {
        UserPoolId: made.operators.poolId,
        Groups: expect.arrayContaining([{ GroupName: 'night-shift', Role: 'READER', UserPoolIds: [poolId] }]),
      },
    });
    await expectSound(page);
    await groups.first().fill('somebody-else');
    await page.getByText('You would be no administrator any more').waitFor();
    opened.expectNoFaults();
    await opened.close();
  });
});
