import { randomUUID } from 'node:crypto';
import {
  CreateGroupCommand,
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { type ConsoleOperators, makeConsoleOperators } from '#tests/support/console-operators.ts';
import { openIdGiven } from '#tests/support/federation.ts';
import { configure } from '#tests/support/operators.ts';
import { outboundHost } from '#tests/support/outbound-server.ts';
import { returnFromTest } from '#tests/support/provider-tests.ts';
import { scriptedIssuer } from '#tests/support/upstream/scripted-provider.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';
import { runsHere, startChromium } from '../chromium.ts';
import { closeFlashes, heading, openConsole, screenFaults } from './open-console.ts';

// As names of groups may be: without a space.
const hostile = `<img/src=x/onerror="document.title='run'">`;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

// The console may reach into the frame, and nothing in the frame may reach out.
const colourOfButton = `(() => {
  const inside = document.querySelector('iframe.gh-preview')?.contentDocument;
  const button = [...(inside?.querySelectorAll('button.primary') ?? [])].at(-1);
  return button ? getComputedStyle(button).backgroundColor : '';
})()`;

describe.skipIf(!runsHere)('the parts of a pool in the console', () => {
  let browser: Browser;
  let made: ConsoleOperators;
  let pool: string;

  beforeAll(async () => {
    [browser, made] = await Promise.all([startChromium(), makeConsoleOperators()]);
    pool = made.shop.poolId;
  });
  afterAll(async () => {
    await browser.close();
    await configure();
  });

  it('makes a client, keeps what another operator changes at the same time, and shows names as text', async () => {
    const { page, go, ...opened } = await openConsole(browser, await made.makeOperator('administrators'), {
      route: `/pools/${pool}/clients`,
    });
    page.setDefaultTimeout(25_000);
    await button(page, 'Make an app client').click();
    await field(page, 'Name').fill('Web shop');
    await button(page, 'Make the client').click();
    await page.getByRole('link', { name: 'Web shop', exact: true }).click();
    await heading(page, 'Web shop').waitFor();
    const [, ClientId = ''] = /clients\/(\w+)$/.exec(page.url()) ?? [];
    await field(page, 'Refresh tokens last').fill('7');
    // Another operator, meanwhile.
    const of = { UserPoolId: pool, ClientId };
    const read = async () => (await adminClient().send(new DescribeUserPoolClientCommand(of))).UserPoolClient;
    const { ClientSecret: _, ...before } = (await read()) ?? {};
    await adminClient().send(
      new UpdateUserPoolClientCommand({
        ...before,
        ...of,
        CallbackURLs: ['https://shop.example/back'],
        IdTokenValidity: 2,
      }),
    );
    await button(page, 'Look at the changes').click();
    await page.getByText('Somebody else has changed this client meanwhile').waitFor();
    await page.getByText(/Changed since you opened it: .*CallbackURLs/).waitFor();
    await button(page, 'Save').click();
    await page.getByText('The app client was changed.').first().waitFor();
    expect(await read()).toMatchObject({
      RefreshTokenValidity: 7,
      IdTokenValidity: 2,
      CallbackURLs: ['https://shop.example/back'],
    });
    await page.getByRole('tab', { name: 'For libraries' }).click();
    await page.getByText(`client_id: "${ClientId}"`).waitFor();
    await page.getByRole('tab', { name: 'Settings' }).click();
    await closeFlashes(page);
    expect(await screenFaults(page)).toEqual([]);

    await adminClient().send(new CreateGroupCommand({ UserPoolId: pool, GroupName: hostile, Description: hostile }));
    await go(`/pools/${pool}/groups`);
    await page.getByRole('cell', { name: hostile }).first().waitFor();
    await closeFlashes(page);
    expect(await screenFaults(page)).toEqual([]);
    expect(await page.title()).not.toBe('run');
    opened.expectNoFaults();
    await opened.close();
  });

  it('makes a provider, tests it, and shows a style that is not saved', async () => {
    const { page, go, ...opened } = await openConsole(browser, await made.makeOperator('administrators'), {
      route: `/pools/${pool}/new-provider`,
    });
    page.setDefaultTimeout(25_000);
    const claims = { sub: 'Ada-1', email: 'ada@example.com', name: hostile };
    const issuer = scriptedIssuer(outboundHost(), { name: randomUUID(), claims });
    const { ProviderDetails = {} } = openIdGiven(issuer);
    await page.getByText('/oauth2/idpresponse').first().waitFor();
    await field(page, 'Name').fill('Corporate');
    await field(page, 'Client id').fill(ProviderDetails.client_id ?? '');
    await field(page, 'Client secret').fill(ProviderDetails.client_secret ?? '');
    await field(page, 'Scopes').fill('openid email');
    await field(page, 'Issuer').fill(issuer);
    await field(page, 'Method for attributes').fill('GET');
    await button(page, 'Make the provider').click();
    await heading(page, 'Corporate').waitFor();
    await button(page, 'Start a test').click();
    const TestUrl = (await page.getByRole('link', { name: /Open the test/ }).getAttribute('href')) ?? '';
    const agent = newUserAgent();
    await agent.get(await returnFromTest(agent, { TestUrl, TestId: '', Expiration: 0 }, claims));
    await page.getByText('The sign-in works').waitFor();
    await page.getByRole('cell', { name: hostile }).waitFor();
    await closeFlashes(page);
    expect(await screenFaults(page)).toEqual([]);

    await go(`/pools/${pool}/branding`);
    const frame = page.frameLocator('iframe[title="Preview of the page"]');
    await frame.getByRole('heading').first().waitFor({ state: 'attached' });
    await field(page, 'Main button, light').fill('d91515ff');
    const colour = (): Promise<string> => page.evaluate<string>(colourOfButton);
    await expect.poll(colour, { timeout: 60_000 }).toBe('rgb(217, 21, 21)');
    await page.getByRole('tab', { name: 'Classic pages' }).click();
    await frame.getByText('Sign in').first().waitFor({ state: 'attached' });
    expect(await page.title()).not.toBe('run');
    opened.expectNoFaults();
    await opened.close();
  });
});
