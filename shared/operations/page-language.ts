/** In which language the pages of managed login are. Classic pages are in English alone, as in Cognito. */
import { setCookie } from '#shared/api/cookies.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { findLanguage, wantedLanguage } from '#shared/pages/texts/language-choice.ts';
import { type Language, languages, type Texts, textsIn } from '#shared/pages/texts/texts.ts';
import type { ClientRecord } from '#shared/services/directory/directory.ts';
import { pageTextsOf } from '#shared/services/page-texts/page-texts.ts';

// Cognito's name. It is no secret, and no other site gains anything by setting it.
const cookieName = 'lang';
const oneYear = 365 * 24 * 60 * 60;

// Of several, the first one counts: a page of errors has to be in some language, too.
const parametersOf = ({ query }: HttpRequest) => {
  const parameters = new URLSearchParams(query);
  return { lang: parameters.get('lang') ?? undefined, uiLocales: parameters.get('ui_locales') ?? undefined };
};

/** The language of a page, by what the request and the browser ask for; English where pages have nothing of that. */
export const languageOf = (http: HttpRequest): Language =>
  wantedLanguage({
    ...parametersOf(http),
    cookie: http.cookies.get(cookieName),
    acceptLanguage: http.headers['accept-language'],
  }) ?? 'en';

/** What a page about a pool says: in its language, with the texts that the pool has of its own. */
export const textsFor = async (http: HttpRequest, { pool }: Pick<ClientRecord, 'pool'>): Promise<Texts> => {
  const language = languageOf(http);
  return textsIn(language, await pageTextsOf(pool, language));
};

/** The addresses of the same page in every language, relative to it. */
export const languageLinks = ({ query }: HttpRequest): ReadonlyMap<Language, string> =>
  new Map(
    languages.map((language) => {
      const parameters = new URLSearchParams(query);
      parameters.set('lang', language);
      return [language, `?${parameters}`];
    }),
  );

/** The cookie that keeps the language which the request asks for by `lang`; none for any other request. */
export const languageCookies = (http: HttpRequest): readonly string[] => {
  const language = findLanguage(parametersOf(http).lang ?? '');
  const isKept = language === undefined || http.cookies.get(cookieName) === language;
  return isKept ? [] : [setCookie(http, cookieName, language, { maxAge: oneYear })];
};

/** The headers that say which language a page is in, and what decided it: RFC 9110 sections 8.5 and 12.5.5. */
export const languageHeaders = (language: Language): Readonly<Record<string, string>> => ({
  'content-language': language,
  vary: 'Accept-Language, Cookie',
});
