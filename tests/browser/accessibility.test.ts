import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppStandIn, startAppStandIn } from './app-stand-in.ts';
import { axeFaults } from './axe.ts';
import { runsHere, startChromium } from './chromium.ts';
import { type Family, walkPages } from './page-walk.ts';

describe.skipIf(!runsHere)('what axe finds on the pages', () => {
  let browser: Browser;
  let app: AppStandIn;

  beforeAll(async () => {
    browser = await startChromium();
    app = await startAppStandIn();
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  const faultsOf = async (family: Family, options: BrowserContextOptions): Promise<readonly string[]> => {
    const page = await (await browser.newContext(options)).newPage();
    const faults: string[] = [];
    await walkPages({
      page,
      family,
      callback: app.callback,
      visit: async (name) => {
        for (const fault of await axeFaults(page)) faults.push(`${name}: ${fault}`);
      },
    });
    return faults;
  };

  it.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['small', { viewport: { width: 360, height: 640 } }],
    ['light, where colours are forced', { forcedColors: 'active' }],
  ] as const)('of managed login, %s: nothing', async (_name, options) => {
    await expect(faultsOf(2, options)).resolves.toEqual([]);
  });

  it.each([
    ['wide', { width: 1280, height: 800 }],
    ['small', { width: 360, height: 640 }],
  ])('of the classic family, of which one copy is hidden, %s: nothing', async (_name, viewport) => {
    await expect(faultsOf(1, { viewport })).resolves.toEqual([]);
  });
});
