import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptedTags, findLanguage, wantedLanguage } from '#shared/pages/texts/language-choice.ts';
import { languages } from '#shared/pages/texts/texts.ts';

describe('the language for a tag', () => {
  it.each(languages)('is itself for %s', (language) => {
    expect(findLanguage(language)).toBe(language);
  });

  it.each([
    ['DE', 'de'],
    ['de-AT', 'de'],
    ['en-GB', 'en'],
    ['es-419', 'es'],
    ['fr-CA', 'fr'],
    ['in', 'id'],
    ['ja-JP', 'ja'],
    ['ko-KR', 'ko'],
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['zh', 'zh-CN'],
    ['zh-Hans', 'zh-CN'],
    ['zh-SG', 'zh-CN'],
    ['zh-Hans-HK', 'zh-CN'],
    ['zh-Hant', 'zh-TW'],
    ['zh-HK', 'zh-TW'],
    ['zh-MO', 'zh-TW'],
    ['zh-hant-cn', 'zh-TW'],
    ['de-DE-u-co-phonebk', 'de'],
  ])('%s is read as %s', (tag, language) => {
    expect(findLanguage(tag)).toBe(language);
  });

  it.each(['', '*', 'nl', 'x', 'tlh', 'ja-Latn', 'en_GB', 'de;', 'constructor', '__proto__', `de-${'a1-'.repeat(40)}`])(
    '%j is none',
    (tag) => {
      expect(findLanguage(tag)).toBeUndefined();
    },
  );
});

describe('Accept-Language', () => {
  it('is read in the order of its weights, and then as written', () => {
    expect(acceptedTags('da, en-GB;q=0.8, en;q=0.7, fr;q=0.8')).toEqual(['da', 'en-GB', 'fr', 'en']);
    expect(acceptedTags('fr-CH , fr;q=0.9 ,  *;q=0.5, de ; q=0.95')).toEqual(['fr-CH', 'de', 'fr']);
    expect(acceptedTags('en;q=0, de;q=0.001')).toEqual(['de']);
  });

  it.each(['de;q=2', 'de;q=-1', 'de;q=x', 'de;q=0.1234', 'de;q=0.5;level=1', 'de;level=1', ';q=1', ',,', ''])(
    'leaves out what is written wrongly: %j',
    (header) => {
      expect(acceptedTags(`${header}, ja;q=0.1`)).toEqual(['ja']);
    },
  );

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (header) => {
        for (const tag of acceptedTags(header)) findLanguage(tag);
      }),
    );
  });

  it('gives every well-formed range by its weight', () => {
    const range = fc.record({
      tag: fc.constantFrom('de', 'pt-PT', 'zh-Hant', 'nl', 'x-klingon', 'en'),
      weight: fc.integer({ min: 0, max: 1000 }),
      blank: fc.constantFrom('', ' ', '\t'),
    });
    fc.assert(
      fc.property(fc.array(range, { maxLength: 20 }), (ranges) => {
        const header = ranges
          .map(({ tag, weight, blank }) => `${tag}${blank};${blank}q=${(weight / 1000).toFixed(3)}`)
          .join(`,${ranges[0]?.blank ?? ''}`);
        const expected = ranges
          .filter(({ weight }) => weight > 0)
          .sort((one, other) => other.weight - one.weight)
          .map(({ tag }) => tag);
        expect(acceptedTags(header)).toEqual(expected);
      }),
    );
  });
});

describe('the language that is wanted', () => {
  const wishes = { lang: 'de', cookie: 'es', uiLocales: 'fr it', acceptLanguage: 'ja, ko;q=0.5' };

  it.each([
    [wishes, 'de'],
    [{ ...wishes, lang: undefined }, 'es'],
    [{ ...wishes, lang: 'nl' }, 'es'],
    [{ ...wishes, lang: undefined, cookie: undefined }, 'fr'],
    [{ ...wishes, lang: undefined, cookie: 'nonsense', uiLocales: 'nl  pt-PT' }, 'pt-BR'],
    [{ ...wishes, lang: undefined, cookie: undefined, uiLocales: undefined }, 'ja'],
    [{ lang: undefined, cookie: undefined, uiLocales: undefined, acceptLanguage: 'nl, ko;q=0.5' }, 'ko'],
    [{ lang: undefined, cookie: undefined, uiLocales: undefined, acceptLanguage: 'nl, *' }, undefined],
    [{ lang: undefined, cookie: undefined, uiLocales: undefined, acceptLanguage: undefined }, undefined],
  ])('is the first that pages have: %j', (given, language) => {
    expect(wantedLanguage(given)).toBe(language);
  });
});
