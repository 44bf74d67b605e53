import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PluralForms } from '#shared/pages/texts/catalogue.ts';
import { catalogueOf, languages } from '#shared/pages/texts/texts.ts';

type Known = Readonly<Record<string, string | PluralForms>>;

const english: Known = await catalogueOf('en');

const formsOf = (text: string | PluralForms): readonly string[] =>
  typeof text === 'string' ? [text] : Object.values(text);

const placesIn = (text: string): string =>
  [...text.matchAll(/\{\w+\}/g)]
    .map(([place]) => place)
    .sort()
    .join();

const others = languages.filter((language) => language !== 'en');

// What is the same in both on purpose: words that the language took over, and forms without words.
const same: Readonly<Record<string, readonly string[]>> = {
  de: ['hint.email', 'label.code', 'attribute.website', 'choice.passkey', 'error.field', 'account.passkeys'],
  es: ['errorPage.code', 'error.field'],
  fr: ['label.code', 'account.sessions'],
  id: ['error.field'],
  it: ['label.password', 'choice.password', 'choice.passkey', 'error.field', 'account.password'],
  ja: ['hint.email', 'error.field'],
  ko: ['hint.email', 'error.field'],
  'pt-BR': ['error.field'],
  'zh-CN': ['hint.email'],
  'zh-TW': ['hint.email'],
};

describe.each(languages)('the catalogue in %s', (language) => {
  it('has every text, and no other', async () => {
    expect(Object.keys(await catalogueOf(language)).sort()).toEqual(Object.keys(english).sort());
  });

  it('has the plural forms that the language has for numbers as they occur', async () => {
    const rules = new Intl.PluralRules(language);
    const needed = [...new Set(Array.from({ length: 2049 }, (_none, count) => rules.select(count)))].sort();
    for (const [key, text] of Object.entries<string | PluralForms>(await catalogueOf(language))) {
      if (typeof text !== 'string') expect([key, ...Object.keys(text).sort()]).toEqual([key, ...needed]);
    }
  });

  it('is filled in what the English texts are', async () => {
    for (const [key, text] of Object.entries<string | PluralForms>(await catalogueOf(language))) {
      const [place] = formsOf(english[key] ?? '').map(placesIn);
      for (const form of formsOf(text)) expect(`${key} ${placesIn(form)}`).toBe(`${key} ${place}`);
    }
  });

  it('is plain text, without spaces around it', async () => {
    for (const text of Object.values<string | PluralForms>(await catalogueOf(language))) {
      for (const form of formsOf(text)) expect(form).toMatch(/^[^\s<>&][^<>&\n]*(?<!\s)$/);
    }
  });
});

it('there is no text that no page shows', () => {
  const files = globSync('{functions,shared}/**/*.{ts,tsx}').filter(
    (file) => !/pages\/texts\/[a-z-]{2,5}\.ts$/.test(file),
  );
  const sources = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const unused = Object.keys(english).filter((key) => !key.startsWith('attribute.') && !sources.includes(`'${key}'`));
  expect(unused).toEqual([]);
});

it.each(others)('nothing is left in English in %s', async (language) => {
  const left = Object.entries<string | PluralForms>(await catalogueOf(language))
    .filter(([key, text]) => formsOf(text).join() === formsOf(english[key] ?? '').join())
    .map(([key]) => key);
  expect(left.sort()).toEqual([...(same[language] ?? [])].sort());
});
