import { findAskedChange, type GivenForm } from '#shared/domain/user-pools/asked-by-update.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { UserPools } from '../user-pools/user-pools.ts';
import type { PlanChange } from './change-plan.ts';
import { assertNotStrict, type PoolChanges } from './pool-changes.ts';

/**
 * Begins the change that UpdateUserPool is given; nothing happens where the pool is so already. Throws
 * InvalidParameterException in strict pools, and where one of the first thousand users stands in the way: those behind
 * are for the worker to find, which then stops. What `assertRest` throws of the pool keeps the change from beginning.
 */
export type ChangeAtOnce = (poolId: string, given: GivenForm, assertRest: (pool: UserPool) => void) => Promise<void>;

interface Deps {
  readonly planChange: PlanChange;
  readonly poolChanges: PoolChanges;
  readonly userPools: UserPools;
}

const usersLookedAt = 1000;

export const createChangeAtOnce =
  ({ planChange, poolChanges, userPools }: Deps): ChangeAtOnce =>
  async (poolId, given, assertRest) => {
    if (Object.values(given).every((member) => member === undefined)) return;
    const { pool } = await userPools.get(poolId);
    assertRest(pool);
    const asked = findAskedChange(pool, given);
    if (!asked) return;
    assertNotStrict(pool);
    const obstructed = pool.change ? [] : (await planChange(pool, asked, undefined, usersLookedAt)).users;
    if (obstructed.length > 0) {
      const message = 'Users stand in the way of this change: PlanUserPoolChange tells who and why.';
      throw new CognitoException('InvalidParameterException', message);
    }
    await poolChanges.apply(poolId, asked, true);
  };
