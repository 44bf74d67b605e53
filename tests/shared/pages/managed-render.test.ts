import fc from 'fast-check';
import decodeQR from 'qr/decode.js';
import { describe, expect, it } from 'vitest';
import { defaultBranding } from '#shared/domain/branding/page-branding.ts';
import { toPageLook } from '#shared/domain/branding/page-look.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { renderPage } from '#shared/pages/layout.tsx';
import { managedPages } from '#shared/pages/managed/pages.ts';
import type { Page } from '#shared/pages/page.ts';
import { textsIn } from '#shared/pages/texts/texts.ts';

const look = toPageLook(defaultBranding);
const texts = await textsIn('en');
const name = { label: 'Username', kind: 'text' } as const;
const pages = managedPages({ look, texts, name, newName: name });
const html = (page: Page): string => renderPage(page, { family: 'managed', look, texts, languages: undefined });

// Text that would be something else than text, if it were not escaped.
const hostile = fc.oneof(
  fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '/', '=', ' ', 'a', '\n', '`'), minLength: 1 }),
  fc.constantFrom('<script>alert(1)</script>', '" onfocus="alert(1)', "' x='", '</form>', '&quot;', '-->'),
);

const tagsOf = (page: string): string[] =>
  (page.match(/<(?:[^"<>]|"[^"]*")*>/g) ?? []).map((tag) => tag.replace(/="[^"]*"/g, '='));

const form = (text: string) => ({
  action: text,
  formToken: text,
  error: text,
  exception: new CognitoException('UserLambdaValidationException', `PreSignUp failed with error ${text}.`),
});

const rules = {
  minimumLength: 8,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
};

const named = (text: string) => ({ ...form(text), username: text, knowsUsername: false, nameLabel: text, code: text });

const question = (challenge: string, text: string) => ({
  challenge,
  session: text,
  username: text,
  parameters: {
    CODE_DELIVERY_DESTINATION: text,
    CREDENTIAL_REQUEST_OPTIONS: text,
    ...(challenge === 'MFA_SETUP' && { SECRET_CODE: text, SECRET_URI: 'otpauth://totp/x?secret=A' }),
  },
  choices: [text, text],
});

const all: Readonly<Record<string, (text: string) => Page | undefined>> = {
  signUp: (text) =>
    pages.signUp({
      ...named(text),
      attributes: [{ name: 'email', value: text }],
      rules,
      signIn: text,
      terms: { links: { 'terms-of-use': { address: text }, 'privacy-policy': { address: text } }, mark: text },
    }),
  confirm: (text) => pages.confirm({ ...named(text), destination: text, isLink: false, signIn: text, resend: text }),
  confirmUser: (text) => pages.confirmUser(form(text)),
  eventFeedback: (text) => pages.eventFeedback({ ...form(text), value: 'Invalid' }),
  forgotPassword: (text) => pages.forgotPassword({ ...form(text), username: text, nameLabel: text }),
  account: (text) => pages.account({ ...form(text), account: text, sub: text }),
  password: (text) => pages.password?.({ ...form(text), username: text, forgotPassword: text, otherAccount: text }),
  ...Object.fromEntries(
    ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'SELECT_MFA_TYPE', 'SELECT_CHALLENGE', 'NEW_PASSWORD_REQUIRED', 'PASSWORD']
      .concat('WEB_AUTHN', 'MFA_SETUP')
      .map((challenge) => [
        challenge,
        (text: string) => pages.challenge({ ...form(text), question: question(challenge, text), typed: {}, rules }),
      ]),
  ),
};

const pageOf = (kind: string, text: string): Page => {
  const page = all[kind]?.(text);
  if (!page) throw new Error('There is no such page.');
  return page;
};

describe('a page of managed login', () => {
  it.each(Object.keys(all))('takes text for text: %s', (kind) => {
    const expected = tagsOf(html(pageOf(kind, 'word')));
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(text.trim() !== '' && !text.endsWith('.'));
        expect(tagsOf(html(pageOf(kind, text)))).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('is for no challenge that pages do not ask', () => {
    const asked = { ...form('x'), question: question('CUSTOM_CHALLENGE', 'x') };
    expect(pages.challenge(asked)).toBeUndefined();
  });
});

describe('a QR code', () => {
  // As a camera sees it: four pixels for each square.
  const seen = (page: string): string => {
    const [, size = '0', outline = ''] =
      /viewBox="0 0 (\d+) \d+"[^>]*><path d="([^"]*)"/.exec(page.slice(page.indexOf('class="qr"'))) ?? [];
    const width = Number(size) * 4;
    const data = new Uint8ClampedArray(width * width * 4).fill(255);
    for (const [, x = '0', y = '0', length = '0'] of outline.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
      for (let row = Number(y) * 4; row < Number(y) * 4 + 4; row += 1) {
        for (let column = Number(x) * 4; column < (Number(x) + Number(length)) * 4; column += 1) {
          data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
        }
      }
    }
    return decodeQR({ width, height: width, data });
  };

  it('says what the app has to read', () => {
    const uri = 'otpauth://totp/A%20pool:ada%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=A%20pool';
    const asked = question('MFA_SETUP', 'x');
    const page = pages.challenge({
      ...form('x'),
      question: { ...asked, parameters: { SECRET_CODE: 'JBSWY3DPEHPK3PXP', SECRET_URI: uri } },
    });
    expect(page && seen(html(page))).toBe(uri);
  });
});
