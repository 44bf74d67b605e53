import { describe, expect, it } from 'vitest';
import { assertOwnTexts, mostCharacters, namedTexts } from '#shared/pages/texts/own-texts.ts';
import { catalogueOf, languages, textsIn } from '#shared/pages/texts/texts.ts';

const english = await catalogueOf('en');
const japanese = await catalogueOf('ja');

describe("a pool's own texts", () => {
  it('stand in place of those of the pages', async () => {
    const own = { 'signIn.title': 'Willkommen bei <Acme>', 'code.sentTo': '{destination}: Code?' };
    const { say } = await textsIn('de', own);
    expect(say('signIn.title')).toBe('Willkommen bei <Acme>');
    expect(say('code.sentTo', { destination: 'a***' })).toBe('a***: Code?');
    expect(say('signUp.title')).toBe('Konto erstellen');
  });

  it('replace plural forms one by one, links, and names of attributes', async () => {
    const { say, pieces, attribute } = await textsIn('en', {
      'rules.length.one': '{count} character or more',
      'signUp.terms': '{privacy} first',
      'attribute.given_name': 'Given name',
      // Not a form that English has, and not a text: neither can be set, but an import may bring them.
      'rules.length.few': 'few',
      'attribute.toString': 'x',
    });
    expect(say('rules.length', { count: 1 })).toBe('1 character or more');
    expect(say('rules.length', { count: 3 })).toBe('At least 3 characters');
    expect(pieces('signUp.terms', { terms: 1, privacy: 2 })).toEqual(['', 2, ' first']);
    expect(attribute('given_name')).toBe('Given name');
    expect(attribute('toString')).toBe('ToString');
  });

  it.each(languages)('may be all of them, word by word, in %s', async (language) => {
    const catalogue = await catalogueOf(language);
    expect(() => assertOwnTexts(catalogue, namedTexts(catalogue))).not.toThrow();
  });

  it.each([
    [english, { 'signIn.titel': 'x' }, 'The pages have no text signIn.titel in this language.'],
    [english, { 'rules.length': 'x' }, 'The pages have no text rules.length in this language.'],
    [japanese, { 'rules.length.one': 'x' }, 'The pages have no text rules.length.one in this language.'],
    [english, { constructor: 'x' }, 'The pages have no text constructor in this language.'],
    [english, { 'signIn.title': 'Hi {name}' }, 'The text signIn.title takes no {name}.'],
    [
      english,
      { 'signUp.terms': '{terms} and {imprint}' },
      'The text signUp.terms takes no {imprint}. It takes {terms} and {privacy}.',
    ],
    [
      english,
      { 'signIn.title': 'x'.repeat(mostCharacters), 'signIn.intro': 'x' },
      `The texts have more than ${mostCharacters} characters all together.`,
    ],
  ])('are refused where pages could not show them: %#', (catalogue, own, message) => {
    expect(() => assertOwnTexts(catalogue, own)).toThrow(
      expect.objectContaining({ name: 'InvalidParameterException', message }),
    );
  });
});
