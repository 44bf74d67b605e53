import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleOperators, makeConsoleOperators } from '#tests/support/console-operators.ts';
import { configure } from '#tests/support/operators.ts';
import { runsHere, startChromium } from '../chromium.ts';
import { heading, openConsole, screenFaults, tabTo } from './open-console.ts';

describe.skipIf(!runsHere)('the console in a browser', () => {
  let browser: Browser;
  let made: ConsoleOperators;

  beforeAll(async () => {
    [browser, made] = await Promise.all([startChromium(), makeConsoleOperators()]);
  });
  afterAll(async () => {
    await browser.close();
    await configure();
  });

  it('leads from the hosted page to the route that was asked for, and to others by keyboard alone', async () => {
    const { page, ...opened } = await openConsole(browser, await made.makeOperator('administrators'), {
      route: `/pools/${made.shop.poolId}`,
    });
    await page.getByText('about 1').waitFor();
    expect(await screenFaults(page)).toEqual([]);
    await tabTo(page, 'User pools');
    await page.keyboard.press('Enter');
    await heading(page, 'User pools').waitFor();
    await page.getByText(made.shop.poolId).waitFor();
    expect(await screenFaults(page)).toEqual([]);
    opened.expectNoFaults();
    await opened.close();
  });
});
