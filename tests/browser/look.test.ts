import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPrefix, createDomain } from '#tests/support/domains.ts';
import { authorizePath, makeOAuthApp } from '#tests/support/oauth.ts';
import { loginPath } from '#tests/support/sign-in-page.ts';
import { stack } from '#tests/support/stack.ts';
import { png, setUICustomization } from '#tests/support/ui-customization.ts';
import { runsHere, startChromium } from './chromium.ts';

describe.skipIf(!runsHere)('the look of classic pages in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
  });

  afterAll(() => browser.close());

  it('is what the rules say for every class, on every page that has it', async () => {
    const app = await makeOAuthApp({}, { Schema: [{ Name: 'email', Required: true }] });
    await createDomain(app.poolId, aPrefix());
    const classes = ['inputField', 'label', 'redirect', 'submitButton', 'textDescription'];
    const CSS = classes.map((name) => `.${name}-customizable { letter-spacing: 3px; text-align: right; padding: 1px }`);
    await setUICustomization(app.poolId, { CSS: CSS.join(' ') });
    const page = await browser.newPage();

    for (const path of ['/login', '/signup', '/forgotPassword']) {
      await page.goto(`${stack().endpoint}${authorizePath(app, {}, path)}`);
      const found: unknown = await page.evaluate(`[...document.querySelectorAll('[class*="-customizable"]')]
        .filter((element) => ${JSON.stringify(classes)}.some((name) => element.classList.contains(name + '-customizable')))
        .map((element) => getComputedStyle(element))
        .map((style) => [style.letterSpacing, style.textAlign, style.paddingLeft].join(' '))`);
      expect(new Set(Array.isArray(found) ? found : []), path).toEqual(new Set(['3px right 1px']));
    }
  });

  it('is what the rules say, with the logo, and the page asks no other host', async () => {
    const app = await makeOAuthApp();
    await createDomain(app.poolId, aPrefix());
    const CSS = `
      .banner-customizable { background-color: rgb(1, 2, 3) }
      .label-customizable { font-weight: 700 }
      .inputField-customizable:focus { border-color: rgb(4, 5, 6) }`;
    await setUICustomization(app.poolId, { CSS, ImageFile: png });
    const page = await browser.newPage();
    const faults: string[] = [];
    const hosts = new Set<string>();
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('request', (request) => hosts.add(new URL(request.url()).host));

    await page.goto(`${stack().endpoint}${loginPath(app)}`);

    // Of the copy that is seen on a wide screen.
    const seen = (selector: string): string => `document.querySelector('.visible-md ${selector}')`;
    const styleOf = (selector: string, property: string): Promise<unknown> =>
      page.evaluate(`getComputedStyle(${seen(selector)}).getPropertyValue('${property}')`);
    expect(await styleOf('.banner-customizable', 'background-color')).toBe('rgb(1, 2, 3)');
    expect(await styleOf('.label-customizable', 'font-weight')).toBe('700');
    await page.locator('#signInFormUsername:visible').focus();
    expect(await styleOf('#signInFormUsername', 'border-color')).toBe('rgb(4, 5, 6)');
    expect(await page.evaluate(`${seen('img.logo-customizable')}.naturalWidth`)).toBe(1);
    expect(faults).toEqual([]);
    expect([...hosts]).toEqual([new URL(stack().endpoint).host]);
  });
});
