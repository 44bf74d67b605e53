import { now } from '#shared/config/clock.ts';
import { retryOnConflict } from '#shared/data/conflict.ts';
import type { PoolRecord, PoolRepository } from '#shared/data/pools/pool-repository.ts';
import type { Table } from '#shared/data/table.ts';
import { inBothForms } from '#shared/domain/user-pools/pool-change.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { type Directory, noPool } from '../directory/directory.ts';

/** What of a pool is to be another from now on. */
export type PoolUpdate = Partial<Omit<UserPool, 'id' | 'createdAt' | 'updatedAt' | 'version' | 'dataKeys'>>;

/** Pools as administrators see and change them: read from the store, not from memory. */
export interface UserPools {
  /** Throws ResourceNotFoundException. */
  readonly get: (poolId: string) => Promise<PoolRecord>;
  /** Changes a pool, anew where another change came between. Throws ResourceNotFoundException, or ConcurrentModificationException at last. */
  readonly change: (poolId: string, change: (pool: UserPool) => PoolUpdate) => Promise<UserPool>;
}

interface Deps {
  readonly directory: Directory;
  readonly pools: PoolRepository;
  readonly table: Table;
}

export const createUserPools = ({ directory, pools, table }: Deps): UserPools => {
  const get: UserPools['get'] = async (poolId) => {
    const record = await pools.find(poolId);
    if (!record) throw noPool(poolId);
    return record;
  };

  return {
    get,
    change: (poolId, change) =>
      retryOnConflict(async () => {
        const { pool } = await get(poolId);
        const after = inBothForms(pool, { ...pool, ...change(pool) });
        const changed = { ...after, updatedAt: now(), version: pool.version + 1 };
        await table.write([pools.update(changed)]);
        directory.forgetPool(changed);
        return changed;
      }),
  };
};
