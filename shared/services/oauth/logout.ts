/** Where a logout goes: Cognito's forms, and OpenID Connect RP-Initiated Logout 1.0. */
import { createPublicKey } from 'node:crypto';
import { decodeJwt, type JWTPayload } from 'jose';
import { now } from '#shared/config/clock.ts';
import { missingParameters, UntrustedRequest } from '#shared/domain/oauth/authorization-request.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { TokenRefusal, verifyToken } from '#shared/domain/tokens/signed-token.ts';
import { publishedKeys, toJwk } from '#shared/domain/tokens/signing-keys.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { issuersOf } from '../tokens/issuer.ts';
import { findApp, findAppById } from './authorization.ts';

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

const isAudience = ({ aud }: JWTPayload, clientId: string): boolean => aud === clientId;

// An expired ID token still says for whom it was made: section 4 of the specification.
const readHint = ({ pool, signingKeys, client }: ClientRecord, hint: string): JWTPayload => {
  const keyOf = (kid: unknown) => {
    const found = publishedKeys(signingKeys, now()).find((key) => key.kid === kid && key.use === 'id');
    return found && createPublicKey({ key: toJwk(found), format: 'jwk' });
  };
  try {
    verifyToken(hint, { keyOf, issuer: issuersOf(pool), now: now() });
  } catch (error) {
    if (!(error instanceof TokenRefusal) || error.reason !== 'expired') throw refused();
  }
  const claims = decodeJwt(hint);
  if (!isAudience(claims, client.id)) throw refused();
  return claims;
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
  const sub = hint === undefined ? undefined : readHint(app, hint).sub;
  return { app, sub, next: nextOf(app, parameters) };
};
