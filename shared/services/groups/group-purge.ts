import { retryOnConflict } from '#shared/data/conflict.ts';
import type {
  DeletedGroup,
  DeletedGroupName,
  DeletedGroupRepository,
} from '#shared/data/groups/deleted-group-repository.ts';
import type { Member, MemberRepository } from '#shared/data/groups/member-repository.ts';
import { manyAtOnce } from '#shared/data/many-at-once.ts';
import type { Table } from '#shared/data/table.ts';
import type { UserRepository } from '#shared/data/users/user-repository.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isException } from '#shared/errors/exception.ts';
import type { Directory } from '../directory/directory.ts';
import { withLateWrites } from '../late-writes/late-writes.ts';
import type { UserChanges } from '../users/user-changes.ts';

const portion = 100;

interface Deps {
  readonly deletedGroups: DeletedGroupRepository;
  readonly directory: Directory;
  readonly members: MemberRepository;
  readonly table: Table;
  readonly userChanges: UserChanges;
  readonly userRepository: UserRepository;
}

/** Takes the members out of deleted groups. Whatever interrupts it, doing it again goes on where it stopped. */
export interface GroupPurge {
  /** The groups that are not yet deleted to the end. */
  readonly unfinished: () => Promise<readonly DeletedGroupName[]>;
  /** False where `isLate` said so before everybody was out. */
  readonly purge: (name: DeletedGroupName, isLate: () => boolean) => Promise<boolean>;
}

export const createGroupPurge = ({
  deletedGroups,
  directory,
  members,
  table,
  userChanges,
  userRepository,
}: Deps): GroupPurge => {
  const takeOut = (pool: UserPool, { group }: DeletedGroup, { userKey, user: read }: Member): Promise<void> =>
    retryOnConflict(async (attempt) => {
      const before = attempt === 1 ? read : await userRepository.find(pool, userKey);
      if (!before?.groups.some(({ id }) => id === group.id)) {
        return table.write([members.leave(pool.id, group, userKey)]);
      }
      const after = { ...before, groups: before.groups.filter(({ id }) => id !== group.id) };
      return table.write(await userChanges.update(pool, before, after, userKey));
    });

  const findPool = async (poolId: string): Promise<UserPool | undefined> => {
    try {
      return (await directory.pool(poolId)).pool;
    } catch (error) {
      if (isException(error, 'ResourceNotFoundException')) return undefined;
      throw error;
    }
  };

  // Who was taken out is no longer found: every portion is the first of those who are left.
  const pass = async (deleted: DeletedGroup, isLate: () => boolean): Promise<boolean> => {
    const { poolId, id } = deleted.group;
    for (;;) {
      // A purge takes long, and the pool may be another by the next portion, or gone together with all its users.
      const pool = await findPool(poolId);
      if (!pool) return true;
      const page = await members.page(pool, id, portion, undefined);
      if (page.members.length === 0) return true;
      await manyAtOnce(page.members, (member) => takeOut(pool, deleted, member));
      // Asked after work, not before: however little time there is, every call gets on.
      if (isLate()) return false;
    }
  };

  return {
    unfinished: async () => (await deletedGroups.first()).map(({ group }) => group),

    purge: async (name, isLate) => {
      const deleted = await deletedGroups.find(name);
      if (!deleted) return true;
      // Who saw the group may have added to it after it was deleted.
      if (!(await withLateWrites(deleted.deletedAt, () => pass(deleted, isLate)))) return false;
      await table.write([deletedGroups.remove(name)]);
      return true;
    },
  };
};
