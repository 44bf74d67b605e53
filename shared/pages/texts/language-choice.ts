/** Which language a page is in. */
import type { Language } from './texts.ts';

// By language and script, as a tag says or implies them: `zh-HK` is written in the script of `zh-TW`, and whoever reads
// Portuguese reads that of Brazil.
const byScript: ReadonlyMap<string, Language> = new Map<string, Language>([
  ['de-Latn', 'de'],
  ['en-Latn', 'en'],
  ['es-Latn', 'es'],
  ['fr-Latn', 'fr'],
  ['id-Latn', 'id'],
  ['it-Latn', 'it'],
  ['ja-Jpan', 'ja'],
  ['ko-Kore', 'ko'],
  ['pt-Latn', 'pt-BR'],
  ['zh-Hans', 'zh-CN'],
  ['zh-Hant', 'zh-TW'],
]);

const longestTag = 64;

/**
 * The language of pages for a tag such as `pt`, `zh-Hant` or `en-GB`: RFC 5646. Undefined for what is no tag, and for a
 * language that pages do not have.
 */
export const findLanguage = (tag: string): Language | undefined => {
  if (tag.length > longestTag) return undefined;
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return byScript.get(`${language}-${script}`);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

const longestHeader = 1024;
const weightForm = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i;

// A range that is written wrongly counts for nothing; the others still do.
const weightOf = (parameters: readonly string[]): number => {
  const [weight, ...others] = parameters;
  if (weight === undefined) return 1;
  const quality = weightForm.exec(weight)?.[1];
  return quality === undefined || others.length > 0 ? 0 : Number(quality);
};

/** The tags of an Accept-Language header, the most wanted first: RFC 9110 section 12.5.4. Without `*`. */
export const acceptedTags = (header: string): readonly string[] =>
  header
    .slice(0, longestHeader)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
      return { tag, weight: weightOf(parameters) };
    })
    .filter(({ tag, weight }) => tag !== '' && tag !== '*' && weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);

/** What says which language somebody wants. Tags are as they came. */
export interface LanguageWishes {
  /** The parameter `lang` of the request. */
  readonly lang: string | undefined;
  /** The cookie that keeps it. */
  readonly cookie: string | undefined;
  /** The parameter `ui_locales`: tags with spaces between them. OpenID Connect Core section 3.1.2.1. */
  readonly uiLocales: string | undefined;
  readonly acceptLanguage: string | undefined;
}

const firstOf = (tags: readonly string[]): Language | undefined => {
  for (const tag of tags) {
    const language = findLanguage(tag);
    if (language) return language;
  }
  return undefined;
};

const mostLocales = 50;

/**
 * The language of a page: what the request asks for by `lang`, then what the browser keeps of an earlier one, then what
 * the app asks for, then what the browser is set to. Undefined where pages have none of these.
 */
export const wantedLanguage = ({ lang, cookie, uiLocales, acceptLanguage }: LanguageWishes): Language | undefined =>
  findLanguage(lang ?? '') ??
  findLanguage(cookie ?? '') ??
  firstOf((uiLocales ?? '').split(' ', mostLocales)) ??
  firstOf(acceptedTags(acceptLanguage ?? ''));
