/** Which pages a client has, how they look, and in which language they are. */
import type { Result } from '#shared/api/exchange.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { pageAnswer } from '#shared/api/page-endpoint.ts';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import { defaultBranding } from '#shared/domain/branding/page-branding.ts';
import { toPageLook } from '#shared/domain/branding/page-look.ts';
import { isProtected } from '#shared/domain/risk/risk-configuration.ts';
import { aliasAttributes, usernameAttributes } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { Managed, Name } from '#shared/pages/managed/managed.ts';
import { unavailablePage } from '#shared/pages/managed/plain-pages.tsx';
import type { Dress, Page } from '#shared/pages/page.ts';
import type { PageSet } from '#shared/pages/page-set.ts';
import type { PlainKey } from '#shared/pages/texts/catalogue.ts';
import type { Texts } from '#shared/pages/texts/texts.ts';
import { brandingOf } from '#shared/services/branding/branding-of.ts';
import type { PageFamily } from '#shared/services/branding/page-family.ts';
import type { ClientRecord } from '#shared/services/directory/directory.ts';
import { pageStyle } from '#shared/services/ui-customization/page-style.ts';
import { languageCookies, languageHeaders, languageLinks, textsFor } from './page-language.ts';

/** As much of an app as its style takes. A page for no app in particular has a client without a style. */
export interface StyledApp {
  readonly pool: UserPool;
  readonly client: Pick<AppClient, 'brandingId'>;
}

/** A request of a browser about an app. */
export interface PageCall {
  readonly http: HttpRequest;
  readonly app: ClientRecord;
  readonly family: PageFamily;
}

type StyledCall = Pick<PageCall, 'http'> & { readonly app: StyledApp };

type ManagedDress = Dress & { readonly family: 'managed' };

const managedDress = async ({ http, app }: StyledCall): Promise<ManagedDress> => {
  const look = toPageLook(await brandingOf(app));
  // Cognito knows the setting, and does nothing of the kind. What was posted cannot be asked for again by a link.
  const offers = look.offersLanguages && !app.pool.strict && http.method === 'GET';
  const languages = offers ? languageLinks(http) : undefined;
  return { family: 'managed', look, texts: await textsFor(http, app), languages };
};

const dressOf = async (call: PageCall): Promise<Dress> => {
  const tellsOfDevice = isProtected(call.app.pool);
  return call.family === 'managed'
    ? { ...(await managedDress(call)), tellsOfDevice }
    : { family: 'classic', look: await pageStyle(call.app.client), tellsOfDevice };
};

interface AnswerOptions {
  readonly statusCode?: number;
  readonly cookies?: readonly string[];
}

const inLanguage = (http: HttpRequest, dress: Dress, page: Page, { cookies = [], ...more }: AnswerOptions): Result => {
  if (dress.family === 'classic') return pageAnswer(page, { ...more, cookies, dress });
  const answer = pageAnswer(page, { ...more, cookies: [...cookies, ...languageCookies(http)], dress });
  return { ...answer, headers: { ...answer.headers, ...languageHeaders(dress.texts.language) } };
};

/** A page in the client's style and, in managed login, in the language that the request asks for. */
export const styledAnswer = async (call: PageCall, page: Page, options: AnswerOptions = {}): Promise<Result> =>
  inLanguage(call.http, await dressOf(call), page, options);

/** A page of managed login that only tells. */
export const plainAnswer = async (
  call: StyledCall,
  pageIn: (texts: Texts) => Page,
  options: AnswerOptions = {},
): Promise<Result> => {
  const dress = await managedDress(call);
  return inLanguage(call.http, dress, pageIn(dress.texts), options);
};

// A username of one's own, an email address, a phone number, or several of these.
const nameKeys: Readonly<Record<string, PlainKey>> = {
  username: 'name.username',
  email: 'name.email',
  phone: 'name.phone',
  'email phone': 'name.emailOrPhone',
  'username email': 'name.usernameOrEmail',
  'username phone': 'name.usernameOrPhone',
  'username email phone': 'name.any',
};

const kindOf = (names: string): Name['kind'] => {
  if (names === 'phone') return 'tel';
  return names === 'email' || names === 'username email' ? 'email' : 'text';
};

const nameOf = (texts: Texts, all: readonly string[]): Name => {
  const kinds = [
    ...(all.includes('username') ? ['username'] : []),
    ...(all.includes('email') ? ['email'] : []),
    ...(all.includes('phone_number') ? ['phone'] : []),
  ];
  const names = kinds.join(' ');
  return { label: texts.say(nameKeys[names] ?? 'name.any'), kind: kindOf(names) };
};

/** A page of managed login that is of no client yet, in the default style. */
export const unclaimedAnswer = async (
  http: HttpRequest,
  record: Pick<ClientRecord, 'pool'>,
  pageIn: (texts: Texts) => Page,
  options: AnswerOptions = {},
): Promise<Result> => {
  const texts = await textsFor(http, record);
  const dress: Dress = { family: 'managed', look: toPageLook(defaultBranding), texts, languages: undefined };
  return inLanguage(http, dress, pageIn(texts), options);
};

const managedFor = (pool: UserPool, { look, texts }: Pick<ManagedDress, 'look' | 'texts'>): Managed => {
  const own = usernameAttributes(pool);
  const [name, newName] = own.length > 0 ? [own, own] : [['username', ...aliasAttributes(pool)], ['username']];
  return { look, texts, name: nameOf(texts, name), newName: nameOf(texts, newName) };
};

/** What managed pages of the client are made with. */
export const managedOf = async (call: PageCall): Promise<Managed> =>
  managedFor(call.app.pool, await managedDress(call));

/** The pages of managed login in that look and language, for the names that the pool takes. */
export const managedPagesOf = async (pool: UserPool, dress: Pick<ManagedDress, 'look' | 'texts'>): Promise<PageSet> => {
  const { managedPages } = await import('#shared/pages/managed/pages.ts');
  return managedPages(managedFor(pool, dress));
};

/** The pages of the client. */
export const pagesOf = async (call: PageCall): Promise<PageSet> => {
  // Each family is loaded only where it is shown.
  if (call.family === 'classic') return (await import('#shared/pages/classic/pages.ts')).classicPages;
  return managedPagesOf(call.app.pool, await managedDress(call));
};

/** What a strict pool answers for a client without a style, as Cognito does. The status is 403. */
export const unavailableAnswer = (call: StyledCall): Promise<Result> =>
  plainAnswer(call, unavailablePage, { statusCode: 403 });
