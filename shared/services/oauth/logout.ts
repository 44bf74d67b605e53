/** Where a logout goes: Cognito's forms, and OpenID Connect RP-Initiated Logout 1.0. */
import { decodeJwt } from 'jose';
import { missingParameters, UntrustedRequest } from '#shared/domain/oauth/authorization-request.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { findApp, findAppById } from './authorization.ts';
import { readIdTokenHint } from './id-token-hint.ts';

/** A logout that may be done. */
export interface Logout {
  readonly app: ClientRecord;
  /** The user whom the request names; undefined where it names none. */
  readonly sub: string | undefined;
  /**
   * Where the browser goes afterwards: an address of the app, or the sign-in page for the same request. Or nowhere: then it
   * is told so on a page.
   */
  readonly next: { readonly location: string } | 'login' | 'page';
}

const refused = (): UntrustedRequest => new UntrustedRequest('invalid_request');

const subIn = (app: ClientRecord, hint: string): string | undefined => {
  const claims = readIdTokenHint(app, hint);
  if (!claims) throw refused();
  return claims.sub;
};

const clientIdInHint = (hint: string): string => {
  try {
    const { aud } = decodeJwt(hint);
    if (typeof aud === 'string') return aud;
  } catch {
    // Told below.
  }
  throw refused();
};

const appOf = async (parameters: Parameters, host: string): Promise<ClientRecord> => {
  const hint = parameters.get('id_token_hint');
  if (parameters.get('client_id') !== undefined || hint === undefined) return findApp(parameters, host);
  return findAppById(clientIdInHint(hint), host);
};

const withState = (uri: string, state: string | undefined): string =>
  state === undefined ? uri : `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams({ state })}`;

const nextOf = ({ client }: ClientRecord, parameters: Parameters): Logout['next'] => {
  const registered = client.settings.LogoutURLs ?? [];
  const cognito = parameters.get('logout_uri');
  if (cognito !== undefined) return registered.includes(cognito) ? { location: cognito } : 'login';
  const standard = parameters.get('post_logout_redirect_uri');
  if (standard !== undefined) {
    if (!registered.includes(standard)) throw refused();
    return { location: withState(standard, parameters.get('state')) };
  }
  if (parameters.get('redirect_uri') !== undefined) return 'login';
  // Where to go is optional in OpenID Connect, and required in Cognito's own form.
  if (parameters.get('id_token_hint') === undefined) throw new UntrustedRequest(missingParameters);
  return 'page';
};

/** What a request for a logout asks. Throws UntrustedRequest. */
export const readLogout = async (parameters: Parameters, host: string): Promise<Logout> => {
  const app = await appOf(parameters, host);
  const hint = parameters.get('id_token_hint');
  const sub = hint === undefined ? undefined : subIn(app, hint);
  return { app, sub, next: nextOf(app, parameters) };
};
