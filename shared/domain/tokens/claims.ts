import {
  type AppClient,
  clientIdOf,
  hearsOfLogouts,
  mayRead,
  revokesTokens,
  rotationGrace,
  tokenLifetimes,
} from '../app-clients/app-client.ts';
import { claimsOfScopes, toScopes } from '../oauth/scopes.ts';
import { identitiesClaim } from '../users/identities.ts';
import type { User } from '../users/user.ts';
import type { ActingParty } from './acting-party.ts';
import { audienceClaim, changedAccessClaims, changedIdClaims, changedScopes } from './changed-claims.ts';
import type { Claims, ClaimValue, GroupClaims, TokenChanges } from './token-changes.ts';
import { eventIdOf, isNamedByOrigin, type TokenFamily } from './token-family.ts';

/** The scope of access tokens from every sign-in through the API. */
export const apiScope = 'aws.cognito.signin.user.admin';

/** How a token is shown: by itself (RFC 6750), or together with a proof of the key that it is bound to. */
export type TokenType = 'Bearer' | 'DPoP';

/** The type of a token that is bound to the key with that thumbprint, or to none. */
export const typeOf = (jkt: string | undefined): TokenType => (jkt === undefined ? 'Bearer' : 'DPoP');

/** The claim of a token that is bound to the key with that thumbprint. */
export const keyClaim = (jkt: string | undefined) => jkt !== undefined && { cnf: { jkt } };

/** The thumbprint of the key that a token is bound to, by its claims; undefined for a token that is bound to none. */
export const boundKey = ({ cnf }: { readonly cnf?: unknown; readonly [claim: string]: unknown }): string | undefined =>
  typeof cnf === 'object' && cnf !== null && 'jkt' in cnf && typeof cnf.jkt === 'string' ? cnf.jkt : undefined;

export interface ClaimFacts {
  readonly issuer: string;
  readonly client: AppClient;
  readonly user: User;
  readonly family: TokenFamily;
  readonly groups: GroupClaims;
  readonly changes: TokenChanges;
  /** Epoch milliseconds. */
  readonly now: number;
  /** A new UUID for each of the two tokens. */
  readonly jti: { readonly access: string; readonly id: string };
  /** The thumbprint of the key that the access token is bound to, if it is. */
  readonly jkt: string | undefined;
  /** The `aud` of an access token that is for no resource in particular; undefined where it has none. */
  readonly usualAudience: string | undefined;
  /** Who acts for the user by the access token, if somebody does. */
  readonly act?: ActingParty | undefined;
  /** When the access token expires at the latest, in seconds since the epoch. */
  readonly expiresBy?: number | undefined;
}

/** What the ID token says besides, where it comes from the OAuth endpoints. */
export interface OAuthFacts {
  /** The hash of the access token that comes with it. */
  readonly atHash: string;
  /** What the client sent, to know its own answer; undefined for none. */
  readonly nonce: string | undefined;
}

const seconds = (epochMs: number): number => Math.floor(epochMs / 1000);

// Tokens that can be revoked name their family.
const isRevocable = (client: AppClient): boolean => revokesTokens(client) || rotationGrace(client) !== undefined;

const authContext = ({ family }: ClaimFacts) => ({
  auth_time: seconds(family.authTime),
  ...(family.acr !== undefined && { acr: family.acr, ...(family.amr && { amr: family.amr }) }),
});

const originOf = ({ client, family }: ClaimFacts) => ({
  ...((isRevocable(client) || isNamedByOrigin(family)) && { origin_jti: family.originJti }),
  event_id: eventIdOf(family),
});

/** The session that a family belongs to, as ID tokens name it: that of the pages, or else that of its own sign-in. */
export const sidOf = ({ id, ssoId }: Pick<TokenFamily, 'id' | 'ssoId'>): string => ssoId ?? id;

// OpenID Connect Back-Channel Logout 1.0 section 2.1. Others get what they get of Cognito.
const sidClaim = ({ client, family }: ClaimFacts) => hearsOfLogouts(client) && { sid: sidOf(family) };

const common = (facts: ClaimFacts) => ({
  sub: facts.user.sub,
  iss: facts.issuer,
  ...originOf(facts),
  ...authContext(facts),
  iat: seconds(facts.now),
});

const groupsOf = ({ groups, changes }: ClaimFacts): GroupClaims => changes.groups ?? groups;

const groupsClaim = (facts: ClaimFacts) => {
  const { groups } = groupsOf(facts);
  return groups.length > 0 && { 'cognito:groups': groups };
};

const groupsAndRoles = (facts: ClaimFacts) => {
  const { roles, preferredRole } = groupsOf(facts);
  return {
    ...groupsClaim(facts),
    ...(roles.length > 0 && { 'cognito:roles': roles }),
    ...(preferredRole !== undefined && { 'cognito:preferred_role': preferredRole }),
  };
};

const verifications: ReadonlySet<string> = new Set(['email_verified', 'phone_number_verified']);

const attributeClaim = (name: string, value: string): ClaimValue => {
  if (verifications.has(name)) return value.toLowerCase() === 'true';
  return name === 'address' ? { formatted: value } : value;
};

const attributeClaims = ({ client, user }: ClaimFacts, isTold: (name: string) => boolean): Claims =>
  Object.fromEntries(
    Object.entries(user.attributes)
      .filter(([name]) => mayRead(client, name) && isTold(name))
      .map(([name, value]) => [name, attributeClaim(name, value)]),
  );

const identitiesOf = ({ user }: ClaimFacts): Claims => {
  const identities = identitiesClaim(user);
  return identities ? { identities } : {};
};

/** Claims of the ID token, which says who the user is. OpenID Connect Core section 2, with Cognito's own claims. */
export const idClaims = (facts: ClaimFacts): Claims => {
  const { client, user, changes, jti, now } = facts;
  const claims = {
    ...attributeClaims(facts, () => true),
    ...common(facts),
    aud: clientIdOf(client),
    'cognito:username': user.username,
    ...groupsAndRoles(facts),
    ...identitiesOf(facts),
    ...sidClaim(facts),
    token_use: 'id',
    exp: seconds(now) + tokenLifetimes(client).id,
    ...(isRevocable(client) && { jti: jti.id }),
  };
  return changedIdClaims(claims, changes);
};

/**
 * Claims of the ID token of a sign-in through the OAuth endpoints: the attributes are those of its scopes, and it is
 * bound to its access token and to the client's request (OpenID Connect Core section 3.1.3.6).
 */
export const oauthIdClaims = (facts: ClaimFacts, { atHash, nonce }: OAuthFacts): Claims => {
  const { issuer, client, user, family, changes, jti, now } = facts;
  const isTold = claimsOfScopes(toScopes(family.scope));
  const claims = {
    at_hash: atHash,
    sub: user.sub,
    aud: clientIdOf(client),
    ...attributeClaims(facts, (name) => verifications.has(name) && isTold(name)),
    ...groupsAndRoles(facts),
    ...(nonce !== undefined && { nonce }),
    ...originOf(facts),
    ...sidClaim(facts),
    token_use: 'id',
    ...authContext(facts),
    iss: issuer,
    'cognito:username': user.username,
    ...identitiesOf(facts),
    exp: seconds(now) + tokenLifetimes(client).id,
    iat: seconds(now),
    ...(isRevocable(client) && { jti: jti.id }),
    ...attributeClaims(facts, (name) => !verifications.has(name) && isTold(name)),
  };
  return changedIdClaims(claims, changes);
};

/** How long the access token is valid, in seconds. */
export const accessLifetime = ({ client, now, expiresBy = Number.POSITIVE_INFINITY }: ClaimFacts): number =>
  Math.min(tokenLifetimes(client).access, expiresBy - seconds(now));

const apiAccessClaims = (facts: ClaimFacts): Claims => {
  const { client, user, family, changes, jti, now } = facts;
  return {
    ...common(facts),
    ...(family.device && { device_key: family.device.key }),
    ...groupsClaim(facts),
    client_id: clientIdOf(client),
    token_use: 'access',
    scope: changedScopes(toScopes(family.scope), changes).join(' '),
    exp: seconds(now) + accessLifetime(facts),
    jti: jti.access,
    username: user.username,
    ...audienceClaim(client, family.audience, changes, facts.usualAudience),
  };
};

const oauthAccessClaims = (facts: ClaimFacts): Claims => {
  const { issuer, client, user, family, changes, jti, now } = facts;
  return {
    sub: user.sub,
    ...(family.device && { device_key: family.device.key }),
    ...groupsClaim(facts),
    ...originOf(facts),
    token_use: 'access',
    scope: changedScopes(toScopes(family.scope), changes).join(' '),
    ...authContext(facts),
    iss: issuer,
    exp: seconds(now) + accessLifetime(facts),
    iat: seconds(now),
    version: 2,
    jti: jti.access,
    client_id: clientIdOf(client),
    username: user.username,
    ...audienceClaim(client, family.audience, changes, facts.usualAudience),
  };
};

/** Claims of the access token, which says what its bearer may do. */
export const accessClaims = (facts: ClaimFacts): Claims => {
  const claims = facts.family.oauth ? oauthAccessClaims(facts) : apiAccessClaims(facts);
  const { act, changes, jkt } = facts;
  return { ...changedAccessClaims(claims, changes), ...(act && { act }), ...keyClaim(jkt) };
};
