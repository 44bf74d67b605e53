/** Makes tokens of machines. Needs the right to open signing keys. */
import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { tokenLifetimes } from '#shared/domain/app-clients/app-client.ts';
import { machineScopes } from '#shared/domain/oauth/scopes.ts';
import type { ActingParty } from '#shared/domain/tokens/acting-party.ts';
import { type TokenType, typeOf } from '#shared/domain/tokens/claims.ts';
import { machineClaims } from '#shared/domain/tokens/machine-claims.ts';
import { activeKey } from '#shared/domain/tokens/signing-keys.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { allowedCustomScopes } from '../resource-servers/allowed-scopes.ts';
import { triggers } from '../triggers/create-triggers.ts';
import type { TextMap } from '../triggers/triggers.ts';
import { accessTokenForm, issuerOf } from './issuer.ts';
import { sign } from './sign.ts';

/** A client that has proved itself, and what it gets a token for. */
export interface MachineTokenRequest {
  readonly app: ClientRecord;
  /** What `machineScopesOf` grants. */
  readonly scopes: readonly string[];
  /** The resource that the token is for; undefined for none in particular. */
  readonly audience: string | undefined;
  readonly clientMetadata: TextMap | undefined;
  /** The thumbprint of the key that the token is bound to: RFC 9449. */
  readonly jkt?: string | undefined;
  /** Who acts as the client. */
  readonly act?: ActingParty | undefined;
  /** The machine that the token is of, where that is another client. */
  readonly subject?: string | undefined;
  /** When the token expires at the latest, in seconds since the epoch. */
  readonly expiresBy?: number | undefined;
}

/** The token of a machine, as in the API. */
export interface ClientAuthenticationResult {
  readonly AccessToken: string;
  /** Seconds until it expires. */
  readonly ExpiresIn: number;
  readonly TokenType: TokenType;
}

/**
 * The scopes that the client's own tokens get: those asked for or, where there are none, all of its custom scopes.
 * Undefined where it may not have one of them. One request of the store, or none where the client asked a moment ago.
 */
export const machineScopesOf = async (
  app: ClientRecord,
  asked: readonly string[] | undefined,
): Promise<readonly string[] | undefined> => machineScopes(await allowedCustomScopes(app), asked);

/**
 * An access token for an app client that acts for itself: RFC 6749 section 4.4. Nothing is stored of it. Throws the
 * exceptions of triggers.
 */
export const issueMachineToken = async ({
  app: { pool, client, signingKeys },
  scopes,
  audience,
  clientMetadata,
  jkt,
  act,
  subject,
  expiresBy,
}: MachineTokenRequest): Promise<ClientAuthenticationResult> => {
  const changes = await triggers().clientCredentials({ pool, clientId: client.id, clientMetadata, scopes });
  const { typ, usualAudience } = accessTokenForm(pool);
  const facts = {
    issuer: issuerOf(pool),
    usualAudience,
    client,
    scopes,
    audience,
    changes,
    now: now(),
    jti: randomUUID(),
    jkt,
    act,
    subject,
    expiresBy,
  };
  const AccessToken = await sign(activeKey(signingKeys, 'access', now()), machineClaims(facts), typ);
  const { access } = tokenLifetimes(client);
  const ExpiresIn = expiresBy === undefined ? access : Math.min(access, expiresBy - Math.floor(now() / 1000));
  return { AccessToken, ExpiresIn, TokenType: typeOf(jkt) };
};
