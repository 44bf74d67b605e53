import { createPublicKey } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { identityRepository } from '#shared/data/identity-pools/identity-repository.ts';
import { hasLogin, type Identity, isGuest, loginsDoNotMatch } from '#shared/domain/identity-pools/identity.ts';
import type { IdentityPool } from '#shared/domain/identity-pools/identity-pool.ts';
import { invalidLogin, noGuests, refusalOf } from '#shared/domain/identity-pools/login-refusals.ts';
import { identityIssuerPaths, methodsIn } from '#shared/domain/identity-pools/open-id-token.ts';
import { ownProvider } from '#shared/domain/identity-pools/provider-names.ts';
import { verifyToken } from '#shared/domain/tokens/signed-token.ts';
import { publishedKeys, toJwk } from '#shared/domain/tokens/signing-keys.ts';
import { distinctIds, getIdentity, identityIdOf, identityWith } from './identities.ts';
import { cachedIdentityPool } from './identity-pools.ts';
import { identitySigningKeys } from './identity-signing-keys.ts';
import { claimsIn, type Login } from './login.ts';
import { type GivenLogins, provedLogins } from './logins.ts';

/** Who asks for something of an identity, and is entitled to it. */
export interface ProvedIdentity {
  readonly pool: IdentityPool;
  /** May be another one than was asked for, where that was merged into it. */
  readonly identityId: string;
  /** None for a guest. */
  readonly logins: readonly Login[];
  /** What the pool's own token says, by which a developer's user proves itself. */
  readonly own: JWTPayload | undefined;
  readonly isGuest: boolean;
}

/** What the pool's own token of a user says. Throws NotAuthorizedException. */
export const readOwnToken = async ({ id }: IdentityPool, token: string): Promise<JWTPayload> => {
  const { exp } = claimsIn(token);
  const keys = publishedKeys(await identitySigningKeys(), now());
  const keyOf = (kid: unknown) => {
    const found = keys.find((key) => key.kid === kid);
    return found && createPublicKey({ key: toJwk(found), format: 'jwk' });
  };
  try {
    const issuer = `${environment().issuerOrigin}${identityIssuerPaths.user}`;
    const claims = verifyToken(token, { keyOf, issuer, now: now() });
    if (claims.aud === id) return claims;
  } catch (error) {
    throw refusalOf(error, exp, now());
  }
  throw invalidLogin('The token is of another identity pool.');
};

// A merged identity is disabled, but clients go on asking for it. Its logins say whose they are now.
const successorOf = async (pool: IdentityPool, logins: readonly Login[]): Promise<string> => {
  const owners = await identityRepository().ownersOf(pool.id, logins);
  if (distinctIds(owners).length === 0) throw loginsDoNotMatch();
  return identityIdOf(pool.id, logins);
};

const idWith = async (
  pool: IdentityPool,
  identity: Identity,
  logins: readonly Login[],
  own: boolean,
): Promise<string> => {
  if (!identity.enabled && own) throw loginsDoNotMatch();
  if (!identity.enabled) return successorOf(pool, logins);
  const isEntitled = own || isGuest(identity) || logins.some((login) => hasLogin(identity, login));
  if (!isEntitled) throw loginsDoNotMatch();
  return logins.length === 0 ? identity.id : (await identityWith(identity, logins)).id;
};

/**
 * Who asks with these logins for an identity. A guest who logs in becomes that user, and further logins are linked. It
 * costs one read, as long as the identity has the logins already. Throws ResourceNotFoundException,
 * NotAuthorizedException, ResourceConflictException for logins of different users.
 */
export const provedIdentity = async (identityId: string, given: GivenLogins = {}): Promise<ProvedIdentity> => {
  const identity = await getIdentity(identityId);
  const pool = await cachedIdentityPool(identity.poolId);
  const { [ownProvider]: ownToken, ...others } = given;
  const logins = await provedLogins(pool, others);
  if (ownToken === undefined && logins.length === 0) {
    if (!isGuest(identity)) throw loginsDoNotMatch();
    if (!pool.settings.AllowUnauthenticatedIdentities) throw noGuests();
    return { pool, identityId, logins, own: undefined, isGuest: true };
  }
  const own = ownToken === undefined ? undefined : await readOwnToken(pool, ownToken);
  if (own && own.sub !== identityId) throw loginsDoNotMatch();
  if (own && identity.logins.length === 0) throw loginsDoNotMatch();
  return { pool, identityId: await idWith(pool, identity, logins, own !== undefined), logins, own, isGuest: false };
};

/**
 * Lets go on whoever has a login of the identity, or the pool's own token of it. Nothing is linked. Throws
 * NotAuthorizedException.
 */
export const assertEntitled = async (identity: Identity, given: GivenLogins): Promise<void> => {
  const pool = await cachedIdentityPool(identity.poolId);
  const { [ownProvider]: ownToken, ...others } = given;
  const logins = await provedLogins(pool, others);
  const own = ownToken === undefined ? undefined : await readOwnToken(pool, ownToken);
  if (own && own.sub !== identity.id) throw loginsDoNotMatch();
  if (!own && !logins.some((login) => hasLogin(identity, login))) throw loginsDoNotMatch();
};

/** How a user proved to be one, as tokens of the pool say it; nothing for a guest. */
export const methodsOf = ({ logins, own }: Pick<ProvedIdentity, 'logins' | 'own'>): readonly string[] => [
  ...new Set([...(own ? methodsIn(own) : []), ...logins.flatMap(({ provider, method }) => [provider, method])]),
];
