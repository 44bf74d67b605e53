/** Texts that a pool has in place of those of the pages. */
import { CognitoException } from '#shared/errors/exception.ts';
import type { Catalogue, PluralForms } from './catalogue.ts';

/** Text by name. The plural forms of a text are named one by one, such as `rules.length.one`. */
export type OwnTexts = Readonly<Record<string, string>>;

type Entry = readonly [name: string, text: string];

const entriesOf = (catalogue: Catalogue): readonly Entry[] =>
  Object.entries<string | PluralForms>(catalogue).flatMap(([key, text]) =>
    typeof text === 'string'
      ? [[key, text] as const]
      : Object.entries<string>({ ...text }).map(([form, words]) => [`${key}.${form}`, words] as const),
  );

/** All texts of a language, by the names under which a pool can have its own. */
export const namedTexts = (catalogue: Catalogue): OwnTexts => Object.fromEntries(entriesOf(catalogue));

const placesIn = (text: string): readonly string[] => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place);

/** The most characters of a pool's texts in one language. */
export const mostCharacters = 32_768;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/**
 * Throws InvalidParameterException for a name that no text of the language has, for a place that the text of that name
 * does not fill in, and for texts that are too long all together.
 */
export const assertOwnTexts = (catalogue: Catalogue, own: OwnTexts): void => {
  const known = new Map(entriesOf(catalogue));
  for (const [name, text] of Object.entries(own)) {
    const replaced = known.get(name);
    if (replaced === undefined) throw invalid(`The pages have no text ${name} in this language.`);
    const places = placesIn(replaced);
    const unknown = placesIn(text).find((place) => !places.includes(place));
    if (unknown !== undefined) {
      const instead = places.length > 0 ? ` It takes ${places.join(' and ')}.` : '';
      throw invalid(`The text ${name} takes no ${unknown}.${instead}`);
    }
  }
  const characters = Object.values(own).reduce((sum, text) => sum + text.length, 0);
  if (characters > mostCharacters) throw invalid(`The texts have more than ${mostCharacters} characters all together.`);
};
