/** How pools link accounts elsewhere with users that there are, for administrators. */
import { identityProviderRepository } from '#shared/data/federation/identity-provider-repository.ts';
import type { IdentityProvider } from '#shared/domain/federation/identity-provider.ts';
import { isTrusted, linkingOf } from '#shared/domain/federation/linking.ts';
import type { PoolLinking, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { changeUserPool } from '../user-pools/user-pools.ts';

interface Asked {
  readonly policy: PoolLinking['policy'];
  readonly trusted: readonly string[];
}

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/** The names of the providers that the pool trusts, and still has. */
export const trustedProviders = async (pool: UserPool): Promise<readonly string[]> => {
  const names = linkingOf(pool).trustedProviders.map(({ name }) => name);
  if (names.length === 0) return [];
  const found = await identityProviderRepository().findAll(pool.id, names);
  return found.filter((provider) => isTrusted(pool, provider)).map(({ name }) => name);
};

const allOf = async (poolId: string, names: readonly string[]): Promise<readonly IdentityProvider[]> => {
  const found = names.length === 0 ? [] : await identityProviderRepository().findAll(poolId, names);
  const missing = names.find((name) => !found.some((provider) => provider.name === name));
  if (missing !== undefined) throw invalid(`The provider ${missing} does not exist for User Pool ${poolId}.`);
  return found;
};

/**
 * Sets how a pool links, in place of what there was. Throws InvalidParameterException for a provider that the pool does not
 * have, and where nobody is trusted to verify e-mails; ResourceNotFoundException, ConcurrentModificationException.
 */
export const setLinkingPolicy = async (poolId: string, { policy, trusted }: Asked): Promise<UserPool> => {
  const names = [...new Set(trusted)];
  if (policy === 'VERIFIED_EMAIL' && names.length === 0) {
    throw invalid('VERIFIED_EMAIL needs TrustedProviders: the providers that verify whose an e-mail is.');
  }
  const providers = await allOf(poolId, names);
  const linking: PoolLinking = {
    policy,
    trustedProviders: providers.map(({ name, createdAt }) => ({ name, createdAt })),
  };
  return changeUserPool(poolId, () => ({ linking }));
};
