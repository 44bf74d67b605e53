/** Forms on pages: each carries a token that the cookie repeats, and is taken only from a page of our own. */
import { hostCookie, originOfViewer, setCookie } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import { formOf } from '#shared/api/form.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { redirect } from '#shared/api/page-endpoint.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { withoutQuotes } from '#shared/domain/oauth/quoted-values.ts';
import { aliasAttributes, usernameAttributes } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { noteRefusal } from '#shared/observability/call.ts';
import type { FormPage, Page } from '#shared/pages/page.ts';
import { complaintsOf } from '#shared/pages/texts/complaints.ts';
import { isFormToken, isOwnForm, newFormToken } from '#shared/services/oauth/form-tokens.ts';
import { noteCookie, noteLifetime, openNote, type PageNote, sealNote } from '#shared/services/oauth/page-notes.ts';
import type { AuthorizationCall } from './by-authorization-request.ts';
import { dataAnswer, isDataRequest } from './data-requests.ts';
import { type PageCall, styledAnswer } from './page-dress.ts';
import { textsFor } from './page-language.ts';
import { pagePath } from './page-path.ts';

/** What was typed, by the names of fields. */
export type Typed = Readonly<Record<string, string>>;

/** What people are told whose form is not taken. */
export const expiredPage = 'The page has expired. Please try again.';

// The name that scripts read: the cookie has the value of the hidden field.
const tokenCookie = 'XSRF-TOKEN';

type FormCall = Pick<PageCall, 'http'> & { readonly app: Pick<PageCall['app'], 'pool'> };

const tokenFor = async ({ http, app: { pool } }: FormCall): Promise<string> => {
  const known = http.cookies.get(tokenCookie);
  return known !== undefined && (await isFormToken(pool, known)) ? known : newFormToken(pool);
};

/** The cookie that forms repeat. */
export const formCookie = async (call: PageCall): Promise<string> =>
  setCookie(call.http, tokenCookie, await tokenFor(call));

/** The token for a form of a page that is not in the style of an app, and the cookie that goes with it. */
export const formCookieFor = async (
  call: FormCall,
): Promise<{ readonly formToken: string; readonly cookie: string }> => {
  const formToken = await tokenFor(call);
  return { formToken, cookie: setCookie(call.http, tokenCookie, formToken) };
};

/** A sentence about something that was done. */
export interface Told {
  readonly told: string;
}

/** What went wrong: an exception, or a sentence of the pages themselves. `Told` is shown in the same place. */
export type Wrong = CognitoException | string | Told;

const toException = (wrong: Wrong | undefined): CognitoException | undefined => {
  if (wrong === undefined || wrong instanceof CognitoException) return wrong;
  return new CognitoException('InvalidParameterException', typeof wrong === 'string' ? wrong : wrong.told);
};

const isRefusal = (wrong: Wrong | undefined): boolean => typeof wrong !== 'object' || wrong instanceof CognitoException;

/** What every page with a form says, for a form that is posted to `path`. */
export const formFor = async (call: PageCall, path: string, wrong?: Wrong): Promise<FormPage> => {
  const exception = toException(wrong);
  // The answer is a page, which tells nobody else that it refuses.
  if (exception && isRefusal(wrong)) noteRefusal(exception.name, exception.message);
  const formToken = await tokenFor(call);
  return { action: pagePath(call, path), formToken, error: exception?.message, exception };
};

// What scripts read of a page: what is wrong, and what the next form has to bring back.
const asData = async ({ http, app }: PageCall, { formToken, exception }: FormPage, hidden: Typed): Promise<object> => {
  const complaints = exception ? complaintsOf(await textsFor(http, app), exception) : [];
  return {
    formError: complaints.length === 0 ? null : complaints.map(({ text }) => text).join(' '),
    csrf: formToken,
    ...hidden,
  };
};

/**
 * The page of a form in the client's style, with the cookie that goes with it. `hidden` are the fields that a script has
 * to bring back.
 */
export const formAnswer = async (call: PageCall, form: FormPage, page: Page, hidden: Typed = {}): Promise<Result> => {
  const cookies = [setCookie(call.http, tokenCookie, form.formToken)];
  const wantsData = call.family === 'managed' && isDataRequest(call.http);
  return wantsData ? dataAnswer(await asData(call, form, hidden), cookies) : styledAnswer(call, page, { cookies });
};

// Browsers say where a form was posted from; other clients say nothing. RFC 9700 section 4.7.
const isFromElsewhere = ({ headers }: HttpRequest): boolean => {
  const { origin, 'sec-fetch-site': site = 'same-origin', host = '' } = headers;
  if (origin !== undefined && URL.parse(origin)?.host !== host) return true;
  return site !== 'same-origin' && site !== 'none';
};

/** True for a form that a page of our own has posted. */
export const isFormOf = async ({ http, app }: FormCall, form: Parameters): Promise<boolean> => {
  const isOwn = await isOwnForm(app.pool, form.get('csrf') ?? form.get('_csrf'), http.cookies.get(tokenCookie));
  return isOwn && !isFromElsewhere(http);
};

/** The form that was posted; undefined for one that is not our own. Throws invalid_request for what is no form. */
export const ownForm = async (call: PageCall): Promise<Parameters | undefined> => {
  const form = call.family === 'managed' ? withoutQuotes(formOf(call.http)) : formOf(call.http);
  return (await isFormOf(call, form)) ? form : undefined;
};

/** The name in a form, as typed. */
export const usernameIn = (form: Parameters): string => (form.get('username') ?? '').trim();

type Name = 'username' | ReturnType<typeof usernameAttributes>[number];

const nameTexts: Readonly<Record<Name, string>> = {
  username: 'Username',
  email: 'Email',
  phone_number: 'Phone number',
};

// The first of them with its capital letter: `Username, email or phone number`.
const labelOf = (names: readonly Name[]): string => {
  const texts = names.map((name, index) => (index === 0 ? nameTexts[name] : nameTexts[name].toLowerCase()));
  return [texts.slice(0, -1).join(', '), ...texts.slice(-1)].filter(Boolean).join(' or ');
};

/** What the pages of a pool call the name that users sign in with: every kind that the pool takes. */
export const nameLabelOf = (pool: UserPool): string => {
  const own = usernameAttributes(pool);
  const contacts = aliasAttributes(pool).filter((alias) => alias !== 'preferred_username');
  return labelOf(own.length > 0 ? own : ['username', ...contacts]);
};

/** What they call the name that users sign up with: an alias comes later, and is no name of a new user. */
export const newNameLabelOf = (pool: UserPool): string => {
  const own = usernameAttributes(pool);
  return labelOf(own.length > 0 ? own : ['username']);
};

const noteName = ({ http, app }: AuthorizationCall): string => hostCookie(http, noteCookie(app.pool));

/** What the browser has kept of the pages before. */
export const noteOf = (call: AuthorizationCall): Promise<PageNote | undefined> =>
  openNote(call.app, call.http.cookies.get(noteName(call)));

/** The cookie that ends what the browser keeps. */
export const withoutNote = (call: AuthorizationCall): string => setCookie(call.http, noteName(call), '', { maxAge: 0 });

const toCookie = async (call: AuthorizationCall, note: PageNote): Promise<string> =>
  setCookie(call.http, noteName(call), await sealNote(call.app, note), { maxAge: noteLifetime });

/** The answer, and a note for the pages after it. */
export const withNote = async (call: AuthorizationCall, answer: Result, note: PageNote): Promise<Result> => ({
  ...answer,
  cookies: [...(answer.cookies ?? []), await toCookie(call, note)],
});

/** Leads to another page, which finds the note. */
export const leadTo = async (call: AuthorizationCall, path: string, note?: PageNote): Promise<Result> => {
  const cookie = note ? await toCookie(call, note) : withoutNote(call);
  return redirect(`${originOfViewer(call.http)}${pagePath(call, path)}`, [cookie]);
};
