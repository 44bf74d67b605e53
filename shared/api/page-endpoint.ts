import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { KeyUnusable } from '#shared/errors/key-unusable.ts';
import { errorPage } from '#shared/pages/error-page.tsx';
import { renderPage } from '#shared/pages/layout.tsx';
import type { Dress, Page } from '#shared/pages/page.ts';
import { originOfViewer } from './cookies.ts';
import { type Endpoint, endpoint, type RenderError } from './endpoint.ts';
import type { Result } from './exchange.ts';
import { formOf } from './form.ts';
import type { HttpRequest } from './json-protocol.ts';
import type { HttpHandler } from './middleware.ts';

// The origin of a form that is posted is told only where the referrer may be: hence same-origin, not no-referrer.
const secure = {
  'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
  pragma: 'no-cache',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

// Nothing of a page runs, and nothing styles it, but files of this host; what is uploaded there is served as images alone.
// No form-action: browsers apply it to where the answer to a form redirects, too, which is the app.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface PageAnswerOptions {
  readonly statusCode?: number;
  readonly cookies?: readonly string[];
  readonly dress?: Dress;
}

/** A page that nobody may store, frame, or add a script to. */
export const pageAnswer = (page: Page, { statusCode = 200, cookies = [], dress }: PageAnswerOptions = {}): Result => ({
  statusCode,
  headers: { ...secure, 'content-type': 'text/html;charset=UTF-8', 'content-security-policy': policy },
  cookies: [...cookies],
  body: renderPage(page, dress),
});

const oneYear = 365 * 24 * 60 * 60;

interface PublicFile {
  readonly type: string;
  readonly text: string;
}

/** A file of which everybody may keep a copy for a year, if it is exactly what its address names. */
export const publicFile = ({ type, text }: PublicFile, { isExact = true } = {}): Result => ({
  statusCode: 200,
  headers: {
    'content-type': type,
    'cache-control': isExact ? `public, max-age=${oneYear}, immutable` : 'no-store',
    'x-content-type-options': 'nosniff',
  },
  body: text,
});

// Addresses of apps may be in any script, headers may not: RFC 3986 section 2.5.
const inAscii = (location: string): string =>
  location.toWellFormed().replace(/[^\x21-\x7e]+/gu, (text) => encodeURIComponent(text));

/** A redirect by GET, after posts as well: never 307, which would post a password on. RFC 9700 section 4.12. */
export const redirect = (location: string, cookies: readonly string[] = []): Result => ({
  statusCode: 302,
  headers: { ...secure, location: inAscii(location) },
  cookies: [...cookies],
  body: '',
});

// The longest address that the edge takes, less a host.
const longestQuery = 7680;

/**
 * Leads who posted a form to the same path by GET. A form of another site comes without the cookies; the browser brings
 * them along when it is led. Throws invalid_request for what is no form, or longer than an address.
 */
export const ledToGet = (http: HttpRequest, path: string): Result => {
  formOf(http);
  if (http.body.length > longestQuery) throw new OAuthError('invalid_request');
  return redirect(`${originOfViewer(http)}${path}?${new URLSearchParams(Buffer.from(http.body).toString())}`);
};

const statusOf = (error: Parameters<RenderError>[0]): number => {
  if (error === undefined) return 500;
  if (error instanceof OAuthError) return error.status;
  if (error instanceof KeyUnusable) return 503;
  return error.name === 'TooManyRequestsException' || error.name === 'LimitExceededException' ? 429 : 400;
};

const codeOf = (error: Parameters<RenderError>[0]): string => {
  if (error instanceof KeyUnusable) return 'temporarily_unavailable';
  return error ? 'invalid_request' : 'server_error';
};

/** A failure as a page: the code alone, as a message might tell what was tried. */
const renderPageError: RenderError = (error) => pageAnswer(errorPage(codeOf(error)), { statusCode: statusOf(error) });

/** The Lambda handler of an endpoint that people see. */
export const pageEndpoint = ({ name, run }: Omit<Endpoint, 'renderError'>): HttpHandler =>
  endpoint({ name, run, renderError: renderPageError }, 'page');
