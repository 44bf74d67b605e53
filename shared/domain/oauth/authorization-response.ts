/** Answers to requests for authorization: RFC 6749 section 4.1.2, with the issuer by RFC 9207. */
import { accountPath, devicePath, type ReturnAddress } from './authorization-request.ts';
import type { OAuthError } from './oauth-error.ts';

/** Parameters of an answer, in order. Undefined ones are left out. */
export type ResponseParameters = Readonly<Record<string, string | undefined>>;

/** An answer on its way to the app: an address to redirect to, or a form that the browser posts there. */
export type AuthorizationResponse =
  | { readonly location: string }
  | { readonly post: { readonly action: string; readonly fields: Readonly<Record<string, string>> } };

/** What a grant gives: an answer for the app, or that the user has to be asked first. */
export type GrantResponse = AuthorizationResponse | 'consent';

const present = (parameters: ResponseParameters): Readonly<Record<string, string>> => {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) fields[name] = value;
  return fields;
};

// The address of an app may have a query of its own, which stays: RFC 6749 section 3.1.2.
const withQuery = (uri: string, query: string): string => `${uri}${uri.includes('?') ? '&' : '?'}${query}`;

/** The answer with those parameters, in the way that the request asked for. */
export const respond = (
  { redirectUri, responseMode, state }: ReturnAddress,
  issuer: string,
  parameters: ResponseParameters,
): AuthorizationResponse => {
  const fields = present({ ...parameters, state, iss: issuer });
  if (responseMode === 'form_post') return { post: { action: redirectUri, fields } };
  const text = new URLSearchParams(fields).toString();
  if (responseMode === 'fragment') return { location: `${redirectUri}#${text}` };
  return { location: withQuery(redirectUri, text) };
};

/** The address of the app, with nothing but the state that it gave. */
export const plainReturn = ({ redirectUri, state }: ReturnAddress): string =>
  state === undefined ? redirectUri : withQuery(redirectUri, new URLSearchParams({ state }).toString());

/** Where the page is that adds a passkey and then leads back to the app, relative to any page of ours. */
export const addPasskeyLocation = (clientId: string, { redirectUri, state }: ReturnAddress): string => {
  const query = present({ client_id: clientId, redirect_uri: redirectUri, state });
  return withQuery('/passkeys/add', new URLSearchParams(query).toString());
};

/** Where the account page is, or that part of it, relative to any page of ours. */
export const accountLocation = (
  clientId: string,
  { redirectUri, state }: ReturnAddress,
  part: string | undefined,
): string => {
  const query = present({
    client_id: clientId,
    redirect_uri: redirectUri === accountPath ? undefined : redirectUri,
    state,
  });
  const path = part === undefined ? accountPath : `${accountPath}/${part}`;
  return withQuery(path, new URLSearchParams(query).toString());
};

/** Where the page is that connects a device, relative to any page of ours. */
export const deviceLocation = (userCode: string): string =>
  withQuery(devicePath, new URLSearchParams({ user_code: userCode }).toString());

// An address, and a header with it, has its limits. A description may repeat what somebody else wrote.
const longestDescription = 1024;

/** The parameters of a refusal. Cognito puts the description first. */
export const refusalParameters = ({ code, description }: OAuthError): ResponseParameters => ({
  error_description: description?.slice(0, longestDescription),
  error: code,
});
