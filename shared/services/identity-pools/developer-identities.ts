import { identityRepository } from '#shared/data/identity-pools/identity-repository.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { hasLogin, type Identity, type LinkedLogin, loginsDoNotMatch } from '#shared/domain/identity-pools/identity.ts';
import type { IdentityPool } from '#shared/domain/identity-pools/identity-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { getIdentity, identityIdOf, identityWith, mergeIdentities, noIdentity, unlinkLogins } from './identities.ts';
import { getIdentityPool } from './identity-pools.ts';
import type { Login } from './login.ts';

const exception = (name: 'NotAuthorizedException' | 'ResourceConflictException', message: string): CognitoException =>
  new CognitoException(name, message);

/** A user of the pool's developer provider, as a login. */
const loginOf = (provider: string, userId: string): LinkedLogin => ({ provider, userId, isDeveloper: true });

const wrongProvider = (): CognitoException =>
  exception('NotAuthorizedException', 'This identity pool does not support the specified developer provider');

/** The pool, if that is its developer provider. Throws ResourceNotFoundException, NotAuthorizedException. */
export const poolOfDeveloper = async (poolId: string, provider: string): Promise<IdentityPool> => {
  const pool = await getIdentityPool(poolId);
  if (pool.settings.DeveloperProviderName !== provider) throw wrongProvider();
  return pool;
};

/** The name of the pool's developer provider, which has to be among the given ones. Throws NotAuthorizedException. */
export const developerProviderIn = ({ settings }: IdentityPool, given: object): string => {
  const { DeveloperProviderName: name } = settings;
  if (name === undefined || !Object.hasOwn(given, name)) throw wrongProvider();
  return name;
};

/** The identity, if it is in the pool. Throws ResourceNotFoundException. */
const identityInPool = async (poolId: string, identityId: string): Promise<Identity> => {
  const identity = await getIdentity(identityId);
  if (identity.poolId !== poolId) throw noIdentity(identityId);
  return identity;
};

const findOwner = async (poolId: string, login: LinkedLogin): Promise<string | undefined> => {
  const [owner] = await identityRepository().ownersOf(poolId, [login]);
  return owner;
};

interface DeveloperUser {
  readonly userId: string;
  /** Logins of other providers, which were proved. */
  readonly logins: readonly Login[];
  /** The identity to link the user to; without it, the user's own. */
  readonly identityId: string | undefined;
}

/**
 * The id of the identity of a developer's user. Throws DeveloperUserAlreadyRegisteredException where the user has another
 * one than that asked for, NotAuthorizedException where that one's own logins are not given, ResourceConflictException
 * for logins of different users.
 */
export const developerIdentityId = async (
  pool: IdentityPool,
  provider: string,
  { userId, logins, identityId }: DeveloperUser,
): Promise<string> => {
  const login = loginOf(provider, userId);
  if (identityId === undefined) return identityIdOf(pool.id, [login, ...logins]);
  const identity = await identityInPool(pool.id, identityId);
  const owner = await findOwner(pool.id, login);
  if (owner !== undefined && owner !== identityId && identity.enabled) {
    throw new CognitoException(
      'DeveloperUserAlreadyRegisteredException',
      'The developer user is already registered with another identity.',
    );
  }
  if (!identity.enabled && owner === undefined) throw loginsDoNotMatch();
  if (!identity.enabled) return identityIdOf(pool.id, [login, ...logins]);
  const others = identity.logins.filter(({ isDeveloper }) => !isDeveloper);
  const isProved = others.length === 0 || hasLogin(identity, login) || logins.some((one) => hasLogin(identity, one));
  if (!isProved) throw loginsDoNotMatch();
  return (await identityWith(identity, [login, ...logins])).id;
};

/**
 * Makes one identity of those of two developer's users: that of the destination. Throws ResourceNotFoundException for a
 * user without one, ResourceConflictException where both have another user of one provider.
 */
export const mergeDevelopersUsers = (
  pool: IdentityPool,
  provider: string,
  { source, destination }: { readonly source: string; readonly destination: string },
): Promise<Identity> =>
  retryOnConflict(async () => {
    const identityOf = async (userId: string): Promise<Identity> => {
      const owner = await findOwner(pool.id, loginOf(provider, userId));
      if (owner === undefined) throw noDeveloperUser(userId);
      return getIdentity(owner);
    };
    const [from, into] = [await identityOf(source), await identityOf(destination)];
    return from.id === into.id ? into : mergeIdentities(into, [from]);
  });

const noDeveloperUser = (userId: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `Developer user '${userId}' not found.`);

/** Takes a developer's user from an identity. Throws ResourceNotFoundException, ResourceConflictException. */
export const unlinkDevelopersUser = (
  pool: IdentityPool,
  provider: string,
  { identityId, userId }: { readonly identityId: string; readonly userId: string },
): Promise<void> =>
  retryOnConflict(async () => {
    const login = loginOf(provider, userId);
    const identity = await identityInPool(pool.id, identityId);
    if (hasLogin(identity, login)) return unlinkLogins(identity, [login]);
    throw (await findOwner(pool.id, login)) === undefined ? noDeveloperUser(userId) : anotherIdentity(userId);
  });

const anotherIdentity = (userId: string): CognitoException =>
  exception('ResourceConflictException', `The developer user '${userId}' is linked to another identity.`);

/**
 * The identity of a developer's user, or the one asked for, or, where both are given, the one that they agree on. Throws
 * ResourceNotFoundException, ResourceConflictException where they do not agree.
 */
export const lookUpDeveloperIdentity = async (
  pool: IdentityPool,
  { identityId, userId }: { readonly identityId: string | undefined; readonly userId: string | undefined },
): Promise<Identity> => {
  const { DeveloperProviderName: provider } = pool.settings;
  if (provider === undefined) throw wrongProvider();
  if (userId === undefined && identityId === undefined) {
    throw new CognitoException('InvalidParameterException', 'IdentityId or DeveloperUserIdentifier is required.');
  }
  if (userId === undefined) return identityInPool(pool.id, identityId ?? '');
  const owner = await findOwner(pool.id, loginOf(provider, userId));
  if (owner === undefined) throw noDeveloperUser(userId);
  if (identityId !== undefined && owner !== identityId) throw anotherIdentity(userId);
  return getIdentity(owner);
};

/** The developer's users of an identity, in their order. */
export const developersUsersOf = ({ logins }: Identity): readonly string[] =>
  logins
    .filter(({ isDeveloper }) => isDeveloper)
    .map(({ userId }) => userId)
    .sort();
