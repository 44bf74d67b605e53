import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientSettings } from './app-client.ts';

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
// Schemes that run or show something instead of opening an app.
const forbidden: ReadonlySet<string> = new Set(['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:']);

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const assertRedirect = (text: string): void => {
  const url = URL.parse(text);
  if (!url || !/^[a-z][a-z0-9+.-]*:/i.test(text)) throw invalid(`${text} is not an absolute URL.`);
  if (text.includes('#')) throw invalid(`${text} has a fragment. Redirects can not have one.`);
  if (forbidden.has(url.protocol)) throw invalid(`${text} has a scheme that redirects can not have.`);
  if (url.protocol === 'http:' && !loopback.has(url.hostname)) {
    throw invalid(`${text} uses http. Only the loopback addresses localhost, 127.0.0.1 and [::1] may.`);
  }
};

/**
 * Throws InvalidParameterException for a callback or logout URL that a sign-in may not redirect to. The rules are those
 * of RFC 6749 section 3.1.2, with http for loopback only, and with schemes of apps as in RFC 8252.
 */
export const assertRedirects = ({ CallbackURLs = [], LogoutURLs = [], DefaultRedirectURI }: ClientSettings): void => {
  for (const url of [...CallbackURLs, ...LogoutURLs]) assertRedirect(url);
  if (DefaultRedirectURI !== undefined && !CallbackURLs.includes(DefaultRedirectURI)) {
    throw invalid(`The default redirect URI ${DefaultRedirectURI} is none of the callback URLs.`);
  }
};
