import { CognitoException } from '#shared/errors/exception.ts';

/** The documents that people are told of when they sign up. */
export const termsNames = ['terms-of-use', 'privacy-policy'] as const;

export type TermsName = (typeof termsNames)[number];

/** A document of an app client, as links to its versions in several languages. */
export interface Terms {
  readonly id: string;
  readonly poolId: string;
  readonly clientId: string;
  /** One of `termsNames`. An app client has one document of each name. */
  readonly name: string;
  /** Addresses by language, such as `cognito:english`. The one of `cognito:default` is always there. */
  readonly links: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Counts changes. A write states the version that it was made from. */
  readonly version: number;
}

/** The most documents of all app clients of a pool. */
export const mostTerms = 40;

const fallback = 'cognito:default';

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

// What a page links to must not run as a script.
const isWebAddress = (link: string): boolean => /^https?:$/.test(URL.parse(link)?.protocol ?? '');

/** Throws InvalidParameterException without a link for all other languages, and for what is no web address. */
export const assertLinks = (links: Terms['links'] = {}): void => {
  if (links[fallback] === undefined) throw invalid(`Links must have a link for ${fallback}.`);
  const language = Object.keys(links).find((key) => !isWebAddress(links[key] ?? ''));
  if (language !== undefined) throw invalid(`The link for ${language} is not an HTTP or HTTPS address.`);
};

/** The languages of links by the language tags of pages: RFC 5646. */
const languages: Readonly<Record<string, string>> = {
  de: 'german',
  en: 'english',
  es: 'spanish',
  fr: 'french',
  id: 'bahasa-indonesia',
  it: 'italian',
  ja: 'japanese',
  ko: 'korean',
  nl: 'dutch',
  'pt-BR': 'portuguese-brazil',
  'zh-CN': 'chinese-simplified',
  'zh-TW': 'chinese-traditional',
};

/** The link for a language of pages, such as `pt-BR`; the one for all others where the document has none for it. */
export const linkFor = ({ links }: Pick<Terms, 'links'>, language: string): string | undefined =>
  (Object.hasOwn(languages, language) ? links[`cognito:${languages[language]}`] : undefined) ?? links[fallback];
