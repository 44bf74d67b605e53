import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultMail } from '#shared/mails/default-mail.tsx';
import { runsHere, startChromium } from './chromium.ts';

const axe = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

// A mail is no page: it has no landmarks, and its subject is its heading.
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const branding = { senderName: 'Acme', color: '#ffcc00', footer: 'Acme Ltd\n1 High Street' };
const message = { secret: '123456', username: 'ada', link: 'https://auth.example.com/confirmUser', validMs: 3_600_000 };
const mails = [
  ['SignUp', 'de', {}],
  ['AdminCreateUser', 'fr', branding],
  ['ConfirmationLink', 'ja', branding],
] as const;

describe.skipIf(!runsHere)('mails in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
  });

  afterAll(() => browser.close());

  it('can be read by everybody, in the dark and on a phone', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await (await browser.newContext({ colorScheme, viewport: { width: 360, height: 640 } })).newPage();
      for (const [kind, language, look] of mails) {
        const link = kind === 'ConfirmationLink' ? message.link : undefined;
        const { html } = await defaultMail({ ...message, kind, language, link }, look);
        await page.setContent(html);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
        await page.evaluate(axe);
        const { violations } = await page.evaluate<AxeResults>(
          `axe.run(document, { runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'] })`,
        );
        expect(violations.map(({ id, nodes }) => `${kind} ${colorScheme} ${id} ${nodes[0]?.html}`)).toEqual([]);
        const folder = process.env.MAIL_PICTURES;
        if (folder) await page.screenshot({ path: `${folder}/${kind}-${colorScheme}.png`, fullPage: true });
      }
    }
  });
});
