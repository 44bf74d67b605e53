import { findAskedChange, type GivenForm } from '#shared/domain/user-pools/asked-by-update.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { getUserPool } from '../user-pools/user-pools.ts';
import { planChange } from './change-plan.ts';
import { assertNotStrict, poolChanges } from './pool-changes.ts';

const usersLookedAt = 1000;

/**
 * Begins the change that UpdateUserPool asks for; nothing happens where the pool has that form already. Throws
 * InvalidParameterException in strict pools, and where one of the first thousand users stands in the way. Later users
 * are checked by the worker, which then stops. What `assertRest` throws prevents the change.
 */
export const changeAtOnce = async (
  poolId: string,
  given: GivenForm,
  assertRest: (pool: UserPool) => Promise<void>,
): Promise<void> => {
  if (Object.values(given).every((member) => member === undefined)) return;
  const { pool } = await getUserPool(poolId);
  await assertRest(pool);
  const asked = findAskedChange(pool, given);
  if (!asked) return;
  assertNotStrict(pool);
  const obstructed = pool.change ? [] : (await planChange(pool, asked, undefined, usersLookedAt)).users;
  if (obstructed.length > 0) {
    const message = 'Users stand in the way of this change: PlanUserPoolChange tells who and why.';
    throw new CognitoException('InvalidParameterException', message);
  }
  await poolChanges().apply(poolId, asked, true);
};
