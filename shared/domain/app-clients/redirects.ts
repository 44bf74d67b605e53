import { CognitoException } from '#shared/errors/exception.ts';
import { isPrivateHost } from '../outbound/private-host.ts';
import type { ClientSettings } from './app-client.ts';

const longestRedirect = 1024;
const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
// Schemes that run or show something instead of opening an app.
const forbidden: ReadonlySet<string> = new Set(['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:']);

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/** Why a sign-in may not redirect to that address; undefined where it may. */
const redirectFault = (text: string): string | undefined => {
  const url = URL.parse(text);
  if (!url || !/^[a-z][a-z0-9+.-]*:/i.test(text)) return `${text} is not an absolute URL.`;
  if (text.includes('#')) return `${text} has a fragment. Redirects can not have one.`;
  if (forbidden.has(url.protocol)) return `${text} has a scheme that redirects can not have.`;
  if (url.protocol === 'http:' && !loopback.has(url.hostname)) {
    return `${text} uses http. Only the loopback addresses localhost, 127.0.0.1 and [::1] may.`;
  }
  return undefined;
};

const assertRedirect = (text: string): void => {
  const fault = redirectFault(text);
  if (fault !== undefined) throw invalid(fault);
};

// Schemes of browsers and of programs that open files or connections: no app gets an answer by them.
const foreign =
  /^(?:about|blob|chrome|chrome-extension|data|file|filesystem|ftp|intent|jar|javascript|mailto|ms-[a-z-]+|resource|search-ms|sms|ssh|tel|vbscript|view-source|ws|wss):/i;

// Each opens some browser at whatever site stands behind it, or at the site that has registered the scheme.
const browsers =
  /^(?:android-app|arc|brave|chromium|ddgquicklink|duckduckgo|edge|firefox|firefox-[a-z]+|googlechromes?|googlechrome-[a-z-]+|microsoft-edge[a-z-]*|opera|opera-[a-z-]+|samsunginternet|steam|touch-https?|ucbrowser|vivaldi|web\+[a-z]*|x-safari-https?|yandexbrowser[a-z-]*):/i;

/**
 * Why a client that registers itself may not have that redirect URI; undefined where it may. Beyond what holds for every
 * client, it has no credentials, no scheme of a browser's own, and no https address within somebody's network. The
 * loopback addresses stay, and schemes of apps: RFC 8252 section 7.
 */
export const registeredRedirectFault = (text: string): string | undefined => {
  const fault = redirectFault(text);
  if (fault !== undefined) return fault;
  const url = new URL(text);
  if (text.length > longestRedirect) return 'A redirect URI is too long.';
  if (/[^\x21-\x7e]|\\/.test(text)) return `${text} has characters that a URI can not have.`;
  if (foreign.test(text) || browsers.test(text)) return `${text} has a scheme that redirects can not have.`;
  if (url.username || url.password) return `${text} has credentials.`;
  if (/^https?:$/.test(url.protocol) && !text.toLowerCase().startsWith(`${url.protocol}//${url.hostname}`)) {
    return `${text} does not have its host in its usual form.`;
  }
  if (url.protocol === 'https:' && !loopback.has(url.hostname) && isPrivateHost(url.hostname)) {
    return `${text} is no address on the internet.`;
  }
  return undefined;
};

/** True for an address that shows a page of some site. Others lead to a program on the user's own device. */
export const leadsToSite = (uri: string): boolean => {
  const { protocol, hostname } = new URL(uri);
  return /^https?:$/.test(protocol) && !loopback.has(hostname);
};

const loopbackPort = /^(http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])):\d{1,5}(?=[/?]|$)/;

/** The address without its port, where it is one of this machine: apps listen at a port that is free (RFC 8252 section 7.3). */
export const withoutLoopbackPort = (uri: string): string => (URL.canParse(uri) ? uri.replace(loopbackPort, '$1') : uri);

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
