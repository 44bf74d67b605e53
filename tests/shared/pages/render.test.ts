import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { challengePage } from '#shared/pages/classic/challenge-page.tsx';
import { loginPage } from '#shared/pages/classic/login-page.tsx';
import { errorPage } from '#shared/pages/error-page.tsx';
import { formPostPage } from '#shared/pages/form-post-page.tsx';
import { renderPage } from '#shared/pages/layout.tsx';
import type { Page } from '#shared/pages/page.ts';
import { type Question, unpackQuestion } from '#shared/pages/question.ts';

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

// Text that would be something else than text, if it were not escaped.
const hostile = fc.oneof(
  fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '/', '=', ' ', 'a', '\n', '`', '\u0000', '\u2028') }),
  fc.constantFrom('<script>alert(1)</script>', '" onfocus="alert(1)', "' x='", '</form>', '&quot;', ']]>', '-->'),
  fc.string({ unit: 'binary' }),
);

// Everything of a page that is no text: its tags, with the names of their attributes.
const tagsOf = (page: string): string[] =>
  (page.match(/<(?:[^"<>]|"[^"]*")*>/g) ?? []).map((tag) =>
    tag.replace(/="[^"]*"/g, '=').replace(/^<(style|script) .*/s, '<$1>'),
  );

const plain = 'word';

describe('rendering', () => {
  it('escapes text, so that it is read as it was given', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const written = renderPage(errorPage(text));
        const [, body = ''] = /<p class="errorMessage-customizable">([^<]*)<\/p>/s.exec(written) ?? [];
        expect(unescaped(body)).toBe(text);
      }),
    );
  });

  it('escapes text in attributes, so that it is read as it was given', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(text !== '');
        const [, action = ''] = /<form method="post" action="([^"<]*)"/s.exec(renderPage(formPostPage(text, {}))) ?? [];
        expect(unescaped(action)).toBe(text);
      }),
    );
  });
});

const challenges = [
  'SMS_MFA',
  'EMAIL_OTP',
  'SMS_OTP',
  'SOFTWARE_TOKEN_MFA',
  'SELECT_MFA_TYPE',
  'SELECT_CHALLENGE',
  'NEW_PASSWORD_REQUIRED',
  'PASSWORD',
  'WEB_AUTHN',
  'MFA_SETUP',
];

describe('a page', () => {
  // The same page with harmless text has the same tags: no text became one.
  const isNothingButText = (pageOf: (text: string) => Page): void => {
    const expected = tagsOf(renderPage(pageOf(plain)));
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(text !== '');
        expect(tagsOf(renderPage(pageOf(text)))).toEqual(expected);
      }),
    );
  };

  const form = (text: string) => ({ action: text, formToken: text, error: text });

  it('of the sign-in takes text for text', () => {
    isNothingButText((text) =>
      loginPage({
        ...form(text),
        username: text,
        nameLabel: text,
        offersChoice: true,
        providers: [],
        takesNames: true,
        factors: ['PASSWORD', 'WEB_AUTHN'],
        signUp: '/signup?a=<b>',
        forgotPassword: '/forgotPassword?a=<b>',
      }),
    );
  });

  it.each(challenges)('of %s takes text for text', (challenge) => {
    isNothingButText((text) => {
      const parameters = {
        CODE_DELIVERY_DESTINATION: text,
        CREDENTIAL_REQUEST_OPTIONS: text,
        ...(challenge === 'MFA_SETUP' && { SECRET_CODE: text, SECRET_URI: text }),
      };
      const question: Question = { challenge, session: text, username: text, parameters, choices: [text, text] };
      const page = challengePage({ ...form(text), question });
      if (!page) throw new Error('There is no such page.');
      return page;
    });
  });

  it('of an error takes text for text', () => isNothingButText((text) => errorPage(text)));

  it('that posts to the app takes text for text', () => {
    isNothingButText((text) => formPostPage(text, { [text]: text }));
  });
});

describe('a question', () => {
  it('comes back from the form as it was', () => {
    const text = fc.string({ unit: 'grapheme' });
    const question = fc.record({
      challenge: fc.constantFrom(...challenges),
      session: text,
      username: text,
      parameters: fc.dictionary(fc.stringMatching(/^[A-Z_]{1,20}$/), text),
      choices: fc.array(text),
    });
    fc.assert(
      fc.property(question, (given) => {
        const page = challengePage({ action: '/', formToken: 't', error: undefined, question: given });
        if (!page) throw new Error('There is no such page.');
        const [, packed = ''] = /name="question" value="([^"]*)"/.exec(renderPage(page)) ?? [];
        expect(unpackQuestion(packed)).toEqual(JSON.parse(JSON.stringify(given)));
      }),
    );
  });

  it('is nothing where it is something else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => Buffer.from(json).toString('base64url')),
        ),
        (text) => {
          expect(unpackQuestion(text)).toBeUndefined();
        },
      ),
    );
  });
});
