/** Pools as administrators see and change them: read from the store, not from a cache. */
import { now } from '#shared/config/clock.ts';
import { type PoolRecord, poolRepository } from '#shared/data/pools/pool-repository.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict, type Write } from '#shared/data/write.ts';
import { ownKeyOf } from '#shared/domain/user-pools/key-configuration.ts';
import { inBothForms } from '#shared/domain/user-pools/pool-change.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { forgetPool, noPool } from '../directory/directory.ts';

/** What is to change in a pool. */
export type PoolUpdate = Partial<Omit<UserPool, 'id' | 'createdAt' | 'updatedAt' | 'version' | 'dataKeys'>>;

/** Throws ResourceNotFoundException. */
export const getUserPool = async (poolId: string): Promise<PoolRecord> => {
  const record = await poolRepository().find(poolId);
  if (!record) throw noPool(poolId);
  return record;
};

/**
 * Changes a pool, and tries again after a conflict. `besides` is written together with it, and so are its data keys where
 * another key is to wrap them. Throws ResourceNotFoundException, InvalidParameterException for a key that cannot be used,
 * or ConcurrentModificationException after the last try.
 */
export const changeUserPool = (
  poolId: string,
  change: (pool: UserPool) => PoolUpdate,
  besides: readonly Write[] = [],
): Promise<UserPool> =>
  retryOnConflict(async () => {
    const record = await getUserPool(poolId);
    const { pool } = record;
    const after = inBothForms(pool, { ...pool, ...change(pool) });
    const keyArn = ownKeyOf(after.settings);
    const { signingKeys = [], ...keys } =
      keyArn === ownKeyOf(pool.settings) ? {} : await (await import('./key-change.ts')).rewrapped(record, keyArn);
    const changed = { ...after, ...keys, updatedAt: now(), version: pool.version + 1 };
    await table().write([poolRepository().update(changed), ...signingKeys, ...besides]);
    forgetPool(changed);
    return changed;
  });
