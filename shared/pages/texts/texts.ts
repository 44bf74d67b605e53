/** The texts of one page, in its language. */
import type { Catalogue, NamesOf, PluralForms, TextKey, ValuesOf } from './catalogue.ts';
import type { OwnTexts } from './own-texts.ts';

/** The languages of managed pages, by their tags (RFC 5646). English is the one for everybody else. */
export const languages = ['de', 'en', 'es', 'fr', 'id', 'it', 'ja', 'ko', 'pt-BR', 'zh-CN', 'zh-TW'] as const;

export type Language = (typeof languages)[number];

/** Nothing to fill in: then no values are given. */
type Given<Key extends TextKey> = [NamesOf<Key>] extends [never] ? [] : [values: ValuesOf<Key>];

export interface Texts {
  readonly language: Language;
  /** The text of that name, with the values filled in. It is text, not HTML. */
  readonly say: <Key extends TextKey>(key: Key, ...values: Given<Key>) => string;
  /** The same in pieces, for a text with a link or the like in it: strings, and what stands for each name. */
  readonly pieces: <Key extends TextKey, Piece>(
    key: Key,
    values: Readonly<Record<NamesOf<Key>, Piece>>,
  ) => readonly (string | Piece)[];
  /** What the page calls an attribute of users, such as `given_name` or `custom:team`. */
  readonly attribute: (name: string) => string;
}

const load: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  de: async () => (await import('./de.ts')).de,
  en: async () => (await import('./en.ts')).en,
  es: async () => (await import('./es.ts')).es,
  fr: async () => (await import('./fr.ts')).fr,
  id: async () => (await import('./id.ts')).id,
  it: async () => (await import('./it.ts')).it,
  ja: async () => (await import('./ja.ts')).ja,
  ko: async () => (await import('./ko.ts')).ko,
  'pt-BR': async () => (await import('./pt-br.ts')).ptBr,
  'zh-CN': async () => (await import('./zh-cn.ts')).zhCn,
  'zh-TW': async () => (await import('./zh-tw.ts')).zhTw,
};

/** All texts of a language. Only that language is loaded. */
export const catalogueOf = (language: Language): Promise<Catalogue> => load[language]();

const namedPlace = /\{(\w+)\}/;

// Splitting by a group keeps what it found: every second part is a name.
const filledIn = <Value>(template: string, valueFor: (name: string) => Value): (string | Value)[] =>
  template.split(namedPlace).map((part, index) => (index % 2 === 0 ? part : valueFor(part)));

const namedForm = (
  key: string,
  text: string | PluralForms,
  language: Language,
  count: unknown,
): readonly [name: string, text: string] => {
  if (typeof text === 'string') return [key, text];
  const category = new Intl.PluralRules(language).select(Number(count));
  const form = text[category];
  return form === undefined ? [`${key}.other`, text.other] : [`${key}.${category}`, form];
};

// `custom:shoe_size` is shown as `Shoe size`.
const inWords = (name: string): string => {
  const words = name.replace(/^(?:dev:)?custom:/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The texts of a page in that language, with those that a pool has of its own. */
export const textsIn = async (language: Language, own: OwnTexts = {}): Promise<Texts> => {
  const catalogue: Readonly<Record<string, string | PluralForms>> = await catalogueOf(language);
  const numbers = new Intl.NumberFormat(language);
  const find = (key: string, count?: unknown): string | undefined => {
    const found = Object.hasOwn(catalogue, key) ? catalogue[key] : undefined;
    if (found === undefined) return undefined;
    const [name, text] = namedForm(key, found, language, count);
    return Object.hasOwn(own, name) ? own[name] : text;
  };
  const write = (value: string | number = ''): string => (typeof value === 'number' ? numbers.format(value) : value);
  return {
    language,
    say: (key, ...[values = {}]) => {
      const given = new Map(Object.entries<string | number>(values));
      return filledIn(find(key, given.get('count')) ?? '', (name) => write(given.get(name))).join('');
    },
    pieces: <Key extends TextKey, Piece>(key: Key, values: Readonly<Record<NamesOf<Key>, Piece>>) => {
      const given = new Map(Object.entries<Piece>(values));
      return filledIn<string | Piece>(find(key) ?? '', (name) => given.get(name) ?? '');
    },
    attribute: (name) => find(`attribute.${name}`) ?? inWords(name),
  };
};
