import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { consoleUrl } from '#tests/support/console-operators.ts';
import { password, type TestUser } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { axeFaults } from '../axe.ts';

/** The console in a browser of its own. */
export interface OpenConsole {
  readonly page: Page;
  /** Shows a route, such as `/pools`, without loading the console anew. */
  readonly go: (route: string) => Promise<void>;
  /** Fails where the console said an error, threw one, or wanted what its Content-Security-Policy refuses. */
  readonly expectNoFaults: () => void;
  readonly close: () => Promise<void>;
}

interface Wanted {
  /** A route, such as `/pools`. */
  readonly route?: string;
  /** The browser's: its size, its colours. */
  readonly options?: BrowserContextOptions;
}

// Where the API refuses something, browsers say so by themselves, whatever the page makes of it.
const mayRefuse = (url: string): boolean =>
  url === `${stack().endpoint}/` || url.startsWith(`${stack().endpoint}/oauth2/`);

// What axe evaluates while it waits has no file; what the console evaluates has one.
const reportsViolations = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
  blockedURI === 'eval' && !sourceFile ||
  console.error('refused by the policy: ' + [violatedDirective, blockedURI, sourceFile].join(' ')))`;

const faultsOf = (page: Page): readonly string[] => {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !mayRefuse(message.location().url)) faults.push(message.text());
  });
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('request', (request) => {
    if (!request.url().startsWith(stack().endpoint)) faults.push(`It asks ${request.url()}.`);
  });
  return faults;
};

/** The screen whose first heading has this text. */
export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

/** Signs a user in on the hosted page that the browser shows, until the browser comes back to the console. */
export const signInOnPage = async (page: Page, { username }: Pick<TestUser, 'username'>): Promise<void> => {
  // Before its style is there, the classic page shows a second form, which it then hides.
  await page.waitForURL(({ pathname }) => pathname !== '/console/', { waitUntil: 'load' });
  await page.locator('input[name="username"]:visible').first().fill(username);
  await page.locator('input[name="password"]:visible').first().fill(password);
  await page.locator('[type="submit" i]:visible').first().click();
  await page.waitForURL((url) => url.pathname === '/console/' && url.search === '');
};

/** Opens the console, without signing in: the browser is led to the hosted pages. */
export const openHostedPage = async (
  browser: Browser,
  { route = '/pools', options = {} }: Wanted = {},
): Promise<OpenConsole> => {
  const context = await browser.newContext(options);
  await context.addInitScript(reportsViolations);
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(`${consoleUrl()}#${route}`);
  return {
    page,
    go: async (to) => {
      await page.evaluate(`location.hash = ${JSON.stringify(to)}`);
    },
    expectNoFaults: () => expect(faults).toEqual([]),
    close: () => context.close(),
  };
};

/** Opens the console, signed in as the operator. It shows the route once this resolves, or what the API said about it. */
export const openConsole = async (
  browser: Browser,
  operator: Pick<TestUser, 'username'>,
  wanted: Wanted = {},
): Promise<OpenConsole> => {
  const opened = await openHostedPage(browser, wanted);
  await signInOnPage(opened.page, operator);
  await opened.page.locator('h1').first().waitFor();
  return opened;
};

// Cloudscape's own points: below 688 px, it shows the form for telephones.
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;

// The design system says of its toolbar for telephones which way it goes, which a navigation may not say. It does no harm:
// nothing reads it out.
const isOfDesignSystem = (fault: string): boolean =>
  /^aria-allowed-attr at <nav [^>]*aria-orientation="horizontal" class="awsui_mobile-toolbar-nav_/.test(fault);

/** How a screen may be looked at. */
interface Form {
  readonly size: keyof typeof sizes;
  readonly scheme: 'light' | 'dark';
}

/** Light and dark, on a desktop and on a telephone. Each costs a second or more: see `screenFaults`. */
export const everyForm: readonly Form[] = [
  { size: 'desktop', scheme: 'light' },
  { size: 'desktop', scheme: 'dark' },
  { size: 'phone', scheme: 'light' },
  { size: 'phone', scheme: 'dark' },
];

/** Where there is least room, and colours are furthest from those that people choose. */
export const hardestForm: Form = { size: 'phone', scheme: 'dark' };

/**
 * What axe finds on the screen that is shown, in these forms, one sentence each, and what is wider than a desktop or a telephone
 * of 390 pixels. Axe takes most of the time of these tests: one form a screen is enough, for screens are made of the same parts.
 * Afterwards the page is light, on a desktop.
 */
export const screenFaults = async (
  page: Page,
  forms: readonly Form[] = everyForm.slice(0, 1),
): Promise<readonly string[]> => {
  const faults: string[] = [];
  for (const size of ['phone', 'desktop'] as const) {
    await page.setViewportSize(sizes[size]);
    // The design system takes a moment to take its other form.
    const fits = page.waitForFunction('document.documentElement.scrollWidth <= innerWidth', null, { timeout: 10_000 });
    await fits.catch(() => undefined);
    const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    if (tooWide > 0) faults.push(`${size}: ${tooWide} pixels too wide`);
    for (const { scheme } of forms.filter((form) => form.size === size)) {
      await page.evaluate(`document.body.classList.toggle('awsui-dark-mode', ${scheme === 'dark'})`);
      // Colours that are on their way have other contrasts.
      await page.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => 0)))');
      const found = (await axeFaults(page)).filter((fault) => !isOfDesignSystem(fault));
      faults.push(...found.map((fault) => `${size}, ${scheme}: ${fault}`));
    }
  }
  await page.evaluate(`document.body.classList.remove('awsui-dark-mode')`);
  return faults;
};

const crosses = 'main button[aria-label="Close"]';

/**
 * Closes what was said: the design system draws the crosses of its messages smaller than axe wants them. Some go by
 * themselves meanwhile.
 */
export const closeFlashes = async (page: Page): Promise<void> => {
  await page.evaluate(`for (const cross of document.querySelectorAll('${crosses}')) cross.click()`);
  await page.locator(crosses).first().waitFor({ state: 'detached' });
};

const focused = `(() => {
  const { activeElement: element } = document;
  if (!element || element === document.body) return '';
  return element.getAttribute('aria-label') || element.textContent.trim() || element.getAttribute('name') || element.id || element.tagName;
})()`;

const stepsAtMost = 200;

/** Goes on by the Tab key until that is focused, and gives all names on the way. Throws where it is not reached. */
export const tabTo = async (page: Page, name: string | RegExp): Promise<readonly string[]> => {
  const passed: string[] = [];
  for (let steps = 0; steps < stepsAtMost; steps++) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate<string>(focused);
    passed.push(now);
    if (typeof name === 'string' ? now === name : name.test(now)) return passed;
  }
  throw new Error(`The Tab key does not lead to ${name}, only to: ${[...new Set(passed)].join(', ')}`);
};
