import { poolRepository } from '#shared/data/pools/pool-repository.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { newUser } from './new-user.ts';
import { putItems } from './raw-table.ts';
import { stack } from './stack.ts';

/** Has repositories of this process use the table of the stack. */
export const reachTable = (): void => {
  Object.assign(process.env, stack().env);
};

/** The pool as it is in the table. Only after `reachTable`. */
export const poolInTable = async (poolId: string): Promise<UserPool> => {
  const record = await poolRepository().find(poolId);
  if (!record) throw new Error('There is no pool.');
  return record.pool;
};

/**
 * Puts `user-0` and so on into a pool, only as profiles, so that there are many of them soon. Only after `reachTable`.
 */
export const putUsers = async (
  poolId: string,
  count: number,
  factsOf: (index: number) => Partial<User> = () => ({}),
): Promise<void> => {
  const pool = await poolInTable(poolId);
  const puts = Array.from({ length: count }, (_none, index) => {
    const user = newUser(poolId, `user-${index}`, factsOf(index));
    return userRepository().create(pool, user, user.username, () => new Error('The name is taken.'));
  });
  await putItems(puts.flatMap((write) => ('put' in write ? [write.put] : [])));
};
