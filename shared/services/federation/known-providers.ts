/** Identity providers by name. They are cached for ten seconds: a change may take so long to be seen everywhere. */
import { identityProviderRepository } from '#shared/data/federation/identity-provider-repository.ts';
import type { IdentityProvider } from '#shared/domain/federation/identity-provider.ts';
import { cached } from '../cache/cache.ts';

// A pool's id has no space.
const idOf = (poolId: string, name: string): string => `${poolId} ${name}`;

const known = cached(async (id) => {
  const end = id.indexOf(' ');
  return identityProviderRepository().find(id.slice(0, end), id.slice(end + 1));
});

/** The provider of that name; undefined where the pool has none. */
export const cachedProvider = (poolId: string, name: string): Promise<IdentityProvider | undefined> =>
  known.find(idOf(poolId, name));

/** To be called after a change of the provider: then it is read again at its next use. */
export const forgetProvider = ({ poolId, name }: Pick<IdentityProvider, 'poolId' | 'name'>): void =>
  known.forget(idOf(poolId, name));
