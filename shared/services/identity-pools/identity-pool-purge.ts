import { deletedIdentityPoolRepository } from '#shared/data/identity-pools/deleted-identity-pool-repository.ts';
import { identityRepository } from '#shared/data/identity-pools/identity-repository.ts';
import { manyAtOnce } from '#shared/data/many-at-once.ts';
import { table } from '#shared/data/table.ts';
import { withLateWrites } from '../late-writes/late-writes.ts';
import { deleteIdentity } from './identities.ts';

const portion = 60;

const deleteIdentities = async (poolId: string, isLate: () => boolean): Promise<boolean> => {
  for (;;) {
    const { identities } = await identityRepository().page(poolId, portion, undefined);
    if (identities.length === 0) return true;
    await manyAtOnce(identities, ({ id }) => deleteIdentity(id));
    // Asked after work, not before: however little time there is, every call makes progress.
    if (isLate()) return false;
  }
};

/** Ids of deleted identity pools that still have identities. */
export const unfinishedIdentityPools = (): Promise<readonly string[]> => deletedIdentityPoolRepository().ids();

/** Deletes what is left of a deleted identity pool. False where `isLate` stopped it before everything was gone. */
export const purgeIdentityPool = async (poolId: string, isLate: () => boolean): Promise<boolean> => {
  const deleted = await deletedIdentityPoolRepository().find(poolId);
  if (!deleted) return true;
  if (!(await withLateWrites(deleted.deletedAt, () => deleteIdentities(poolId, isLate)))) return false;
  await table().write([deletedIdentityPoolRepository().remove(poolId)]);
  return true;
};
