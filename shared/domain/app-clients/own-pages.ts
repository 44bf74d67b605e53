/** Pages of an app that stand in for ours: where they are, and from where they may speak to us. */
import { CognitoException } from '#shared/errors/exception.ts';

/** Where the pages of an app are that its users see in place of ours. */
export interface OwnPages {
  /** The page that a request for authorization leads to. */
  readonly signInUrl: string;
}

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const faultOf = (text: string): string | undefined => {
  const url = URL.parse(text);
  const isHttp = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.has(url.hostname));
  if (!url || !isHttp)
    return 'is to be an https URL. Only the loopback addresses localhost, 127.0.0.1 and [::1] may use http';
  if (url.username || url.password) return 'is to have no credentials';
  if (text.includes('#')) return 'is to have no fragment';
  if (url.searchParams.has('transaction')) return 'is to have no parameter transaction: that one is added';
  return /[^\x21-\x7e]|\\/.test(text) ? 'has characters that a URI can not have' : undefined;
};

/** Throws InvalidParameterException for a page that nobody can be sure to see at its own address: RFC 9700 section 2.1. */
export const assertOwnPages = ({ signInUrl }: OwnPages): void => {
  const fault = faultOf(signInUrl);
  if (fault !== undefined) throw invalid(`OwnPages.SignInUrl ${fault}.`);
};

/**
 * Throws InvalidParameterException for pages of a client that registered itself: its users are asked by a page of ours whether
 * the app may have what it asks for, and nobody of the deployment knows who made its own.
 */
export const assertMayHaveOwnPages = (
  { registration }: { readonly registration?: object | undefined },
  { ownPages }: { readonly ownPages?: OwnPages | undefined },
): void => {
  if (ownPages && registration) throw invalid('OwnPages are not for app clients that registered themselves.');
};

/** The one origin whose pages may speak to us for the client, as browsers write it. */
export const originOfOwnPages = ({ signInUrl }: OwnPages): string => new URL(signInUrl).origin;

/** Where the browser goes: the page, with the id of the transaction. */
export const ownPageOf = ({ signInUrl }: OwnPages, transaction: string): string => {
  const url = new URL(signInUrl);
  url.searchParams.append('transaction', transaction);
  return url.href;
};
