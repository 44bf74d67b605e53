import { type AppClient, tokenLifetimes } from '../app-clients/app-client.ts';
import type { ActingParty } from './acting-party.ts';
import { audienceClaim, changedAccessClaims, changedScopes } from './changed-claims.ts';
import { keyClaim } from './claims.ts';
import type { Claims, TokenChanges } from './token-changes.ts';

interface MachineFacts {
  readonly issuer: string;
  readonly client: AppClient;
  readonly scopes: readonly string[];
  /** The resource that the token is for (RFC 8707); undefined for none in particular. */
  readonly audience: string | undefined;
  readonly changes: TokenChanges;
  /** Epoch milliseconds. */
  readonly now: number;
  /** A new UUID. */
  readonly jti: string;
  /** The thumbprint of the key that the token is bound to, if it is. */
  readonly jkt: string | undefined;
  /** Its `aud` where it is for no resource in particular; undefined where it has none then. */
  readonly usualAudience: string | undefined;
  /** Who acts as the client by the token, if somebody does. */
  readonly act?: ActingParty | undefined;
  /** The machine that the token is of, where that is another client than the one which gets it. */
  readonly subject?: string | undefined;
  /** When the token expires at the latest, in seconds since the epoch. */
  readonly expiresBy?: number | undefined;
}

/** Claims of the access token of a machine: an app client that acts for itself. No user and no sign-in stand behind it. */
export const machineClaims = (facts: MachineFacts): Claims => {
  const { issuer, client, scopes, audience, changes, now, jti, jkt, usualAudience } = facts;
  const { act, subject = client.id, expiresBy = Number.POSITIVE_INFINITY } = facts;
  const iat = Math.floor(now / 1000);
  const claims = {
    sub: subject,
    token_use: 'access',
    scope: changedScopes(scopes, changes).join(' '),
    auth_time: iat,
    iss: issuer,
    exp: Math.min(iat + tokenLifetimes(client).access, expiresBy),
    iat,
    version: 2,
    jti,
    client_id: client.id,
    ...audienceClaim(client, audience, changes, usualAudience),
  };
  return { ...changedAccessClaims(claims, changes), ...(act && { act }), ...keyClaim(jkt) };
};
