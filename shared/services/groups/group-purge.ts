/** Removes the members of deleted groups. After an interruption, the next call continues where the last one stopped. */

import {
  type DeletedGroup,
  type DeletedGroupName,
  deletedGroupRepository,
} from '#shared/data/groups/deleted-group-repository.ts';
import { type Member, memberRepository } from '#shared/data/groups/member-repository.ts';
import { manyAtOnce } from '#shared/data/many-at-once.ts';
import { table } from '#shared/data/table.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isException } from '#shared/errors/exception.ts';
import { cachedPool } from '../directory/directory.ts';
import { withLateWrites } from '../late-writes/late-writes.ts';
import { userUpdate } from '../users/user-changes.ts';

const portion = 100;

const takeOut = (pool: UserPool, { group }: DeletedGroup, { userKey, user: read }: Member): Promise<void> =>
  retryOnConflict(async (attempt) => {
    const before = attempt === 1 ? read : await userRepository().find(pool, userKey);
    if (!before?.groups.some(({ id }) => id === group.id)) {
      return table().write([memberRepository().leave(pool.id, group, userKey)]);
    }
    const after = { ...before, groups: before.groups.filter(({ id }) => id !== group.id) };
    return table().write(await userUpdate(pool, before, after, userKey, { isActivity: false }));
  });

const findPool = async (poolId: string): Promise<UserPool | undefined> => {
  try {
    return (await cachedPool(poolId)).pool;
  } catch (error) {
    if (isException(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
};

// Members who were removed are not found any more, so every portion is the first of the rest.
const pass = async (deleted: DeletedGroup, isLate: () => boolean): Promise<boolean> => {
  const { poolId, id } = deleted.group;
  for (;;) {
    // A purge takes long. By the next portion the pool may have changed, or be gone together with all its users.
    const pool = await findPool(poolId);
    if (!pool) return true;
    const page = await memberRepository().page(pool, id, portion, undefined);
    if (page.members.length === 0) return true;
    await manyAtOnce(page.members, (member) => takeOut(pool, deleted, member));
    // Asked after work, not before: however little time there is, every call makes progress.
    if (isLate()) return false;
  }
};

/** The groups that are not completely deleted yet. */
export const unfinishedGroupPurges = async (): Promise<readonly DeletedGroupName[]> =>
  (await deletedGroupRepository().first()).map(({ group }) => group);

/** False where `isLate` stopped it before all members were removed. */
export const purgeGroup = async (name: DeletedGroupName, isLate: () => boolean): Promise<boolean> => {
  const deleted = await deletedGroupRepository().find(name);
  if (!deleted) return true;
  // Whoever saw the group may still have added users after it was deleted.
  if (!(await withLateWrites(deleted.deletedAt, () => pass(deleted, isLate)))) return false;
  await table().write([deletedGroupRepository().remove(name)]);
  return true;
};
