import { rmSync, writeFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type AppStandIn, startAppStandIn } from './app-stand-in.ts';
import { runsHere, startChromium } from './chromium.ts';
import { type Family, walkBrands, walkPages } from './page-walk.ts';
import { picturesIn, picturesShown } from './picture-files.ts';

const folder = 'docs/pictures';
const documents = ['docs/hosted-pages.md', 'docs/branding.md'];

interface Series {
  readonly prefix: string;
  readonly family: Family;
  readonly options: BrowserContextOptions;
  readonly lang?: string;
  /** The pages that are worth a picture, among those of the walk. */
  readonly of: readonly string[];
  readonly walk?: typeof walkPages;
}

const desktop = { viewport: { width: 900, height: 640 } };

// What the document shows.
const series: readonly Series[] = [
  {
    prefix: 'managed',
    family: 2,
    options: desktop,
    of: ['sign-in', 'sign-in-refused', 'sign-up', 'confirm', 'new-password-by-code', 'sign-in-as', 'choice'],
  },
  {
    prefix: 'dark',
    family: 2,
    options: { ...desktop, colorScheme: 'dark' },
    of: ['sign-in', 'authenticator-app-set-up'],
  },
  { prefix: 'phone', family: 2, options: { viewport: { width: 360, height: 700 } }, of: ['sign-up', 'name-first'] },
  { prefix: 'german', family: 2, options: desktop, lang: 'de', of: ['sign-in'] },
  { prefix: 'classic', family: 1, options: desktop, of: ['sign-in', 'sign-up'] },
  { prefix: 'brand', family: 2, options: desktop, of: ['created', 'changed'], walk: walkBrands },
  { prefix: 'brand', family: 1, options: desktop, of: ['customized'], walk: walkBrands },
];

const files = series.flatMap(({ prefix, of }) => of.map((name) => `${prefix}-${name}.png`)).sort();

describe.skipIf(!runsHere)('pictures of the pages', () => {
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

  it.runIf(inject('makesPictures'))('are made', async () => {
    for (const name of picturesIn(folder)) rmSync(`${folder}/${name}`);
    for (const { prefix, family, options, lang, of, walk = walkPages } of series) {
      const page = await (await browser.newContext(options)).newPage();
      const visit = async (name: string): Promise<void> => {
        if (of.includes(name))
          writeFileSync(`${folder}/${prefix}-${name}.png`, await page.screenshot({ fullPage: true }));
      };
      await walk({ page, family, callback: app.callback, visit, ...(lang !== undefined && { lang }) });
    }
  });
});

describe('the pictures of the documentation', () => {
  it('are those that are made', () => {
    expect(picturesIn(folder)).toEqual(files);
  });

  it('are all shown, with words for those who do not see them', () => {
    expect(picturesShown(folder, documents)).toEqual(files);
  });
});
