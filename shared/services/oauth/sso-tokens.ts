/** Tokens that came through a session of the pages, of app clients that are told of its end. Those of others outlive it. */
import { manyAtOnce } from '#shared/data/many-at-once.ts';
import { tokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import { hearsOfLogouts } from '#shared/domain/app-clients/app-client.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isException } from '#shared/errors/exception.ts';
import { type ClientRecord, cachedClientOf } from '../directory/directory.ts';
import { revokeFamily } from '../tokens/revocation.ts';

const findApp = async (poolId: string, clientId: string): Promise<readonly ClientRecord[]> => {
  try {
    return [await cachedClientOf(poolId, clientId)];
  } catch (error) {
    if (isException(error, 'ResourceNotFoundException')) return [];
    throw error;
  }
};

/** The apps of token families that are told of sessions that ended, by their ids. */
export const hearingApps = async (
  poolId: string,
  families: readonly { readonly clientId: string }[],
): Promise<ReadonlyMap<string, ClientRecord>> => {
  const ids = [...new Set(families.map(({ clientId }) => clientId))];
  const apps = (await manyAtOnce(ids, (id) => findApp(poolId, id))).flat();
  return new Map(apps.filter(({ client }) => hearsOfLogouts(client)).map((app) => [app.client.id, app]));
};

/** Revokes the tokens: OpenID Connect Back-Channel Logout 1.0 section 2.7. Harmless where that was done before. */
export const endSsoTokens = async (pool: UserPool, userKey: string, ssoId: string): Promise<void> => {
  const all = await tokenFamilyRepository().all(pool.id, userKey);
  const through = all.filter((family) => family.ssoId === ssoId && !family.revoked);
  const apps = await hearingApps(pool.id, through);
  const ending = through.filter(({ clientId }) => apps.has(clientId));
  await manyAtOnce(ending, ({ id: familyId, slot }) => revokeFamily(pool, { userKey, familyId, slot }));
};
