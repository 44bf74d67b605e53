import type { HttpRequest } from './json-protocol.ts';

/** How a browser keeps a cookie. */
interface CookieOptions {
  /** Seconds; 0 removes it, undefined keeps it until the browser is closed. */
  readonly maxAge?: number | undefined;
  /** True where pages of other sites may have the browser bring it along. Without TLS, browsers let no cookie do that. */
  readonly isCrossSite?: boolean;
}

// CloudFront says how the viewer came. On AWS that is always TLS, so only a laptop has plain requests. There, many
// clients send no cookie back that says Secure.
const isPlain = ({ headers }: Pick<HttpRequest, 'headers'>): boolean =>
  headers['cloudfront-forwarded-proto'] === 'http';

/** The scheme and host that the viewer asked. */
export const originOfViewer = (http: Pick<HttpRequest, 'headers'>): string =>
  `${isPlain(http) ? 'http' : 'https'}://${http.headers.host ?? ''}`;

const hostOnly = '__Host-';

/** The full name of a cookie that only this very host can set: RFC 6265bis section 4.1.3.2. */
export const hostCookie = (http: Pick<HttpRequest, 'headers'>, name: string): string =>
  isPlain(http) ? name : `${hostOnly}${name}`;

/** A Set-Cookie header. No script can read the cookie, and, unless that is wanted, no form of another site brings it along. */
export const setCookie = (
  http: Pick<HttpRequest, 'headers'>,
  name: string,
  value: string,
  { maxAge, isCrossSite = false }: CookieOptions = {},
): string =>
  [
    `${name}=${value}`,
    'Path=/',
    ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
    ...(isPlain(http) ? [] : ['Secure']),
    'HttpOnly',
    isCrossSite && !isPlain(http) ? 'SameSite=None' : 'SameSite=Lax',
  ].join('; ');
