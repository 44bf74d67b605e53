import { setTimeout as pause } from 'node:timers/promises';
import { now } from '#shared/config/clock.ts';
import type { AppClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import type { DeletedGroupRepository } from '#shared/data/groups/deleted-group-repository.ts';
import type { GroupRepository } from '#shared/data/groups/group-repository.ts';
import { type Key, keys } from '#shared/data/keys.ts';
import type { DeletedPool, DeletedPoolRepository } from '#shared/data/pools/deleted-pool-repository.ts';
import type { Item, Table } from '#shared/data/table.ts';
import type { UserPartitions } from '#shared/data/users/user-partitions.ts';
import { allNamesOf } from '#shared/domain/users/names.ts';

// A function may remember the pool for ten seconds and work for half a minute: what it makes so is deleted at the end.
const settledMs = 60_000;
const atOnce = 25;

interface Deps {
  readonly appClients: AppClientRepository;
  readonly deletedGroups: DeletedGroupRepository;
  readonly deletedPools: DeletedPoolRepository;
  readonly groups: GroupRepository;
  /** Repositories of imports, exports and changes, of which there may be much in a pool. */
  readonly jobs: readonly {
    /** False where `isLate` said so before everything was gone. */
    readonly removeAll: (poolId: string, isLate: () => boolean) => Promise<boolean>;
  }[];
  readonly partitions: UserPartitions;
  readonly table: Table;
}

/** Deletes what is left of deleted pools. Whatever interrupts it, doing it again goes on where it stopped. */
export interface PoolPurge {
  /** Ids of the pools that are not yet deleted to the end. */
  readonly unfinished: () => Promise<readonly string[]>;
  /** False where `isLate` said so before everything was gone. */
  readonly purge: (poolId: string, isLate: () => boolean) => Promise<boolean>;
}

const inPortions = async <T>(values: readonly T[], work: (value: T) => Promise<unknown>): Promise<void> => {
  for (let at = 0; at < values.length; at += atOnce) await Promise.all(values.slice(at, at + atOnce).map(work));
};

export const createPoolPurge = ({
  appClients,
  deletedGroups,
  deletedPools,
  groups,
  jobs,
  partitions,
  table,
}: Deps): PoolPurge => {
  const remove = (key: Key): Promise<void> => table.write([{ remove: key }]);

  // The profile goes last: while it is there, the next attempt finds the user. Names need no care for who has them now.
  const removeUser = async ({ pool }: DeletedPool, profile: Key): Promise<void> => {
    const { user, userKey, others } = await partitions.read(profile);
    const names = user ? allNamesOf(pool, user, userKey).map(({ kind, key }) => keys.owner(pool.id, key, kind)) : [];
    const memberships = (user?.groups ?? []).map(({ id }) =>
      keys.member(pool.id, id, keys.userKeyIn(pool.id, profile)),
    );
    await inPortions([...others, ...names, ...memberships], remove);
    await remove(profile);
  };

  const removeUsers = async (deleted: DeletedPool, isLate: () => boolean): Promise<boolean> => {
    for (const shard of partitions.shards(deleted.pool.id)) {
      let start: Item | undefined;
      do {
        const { profiles, next } = await partitions.page(shard, start);
        await inPortions(profiles, (profile) => removeUser(deleted, profile));
        start = next;
        // Asked after work, not before: however little time there is, every call gets on.
        if (profiles.length > 0 && isLate()) return false;
      } while (start);
    }
    return true;
  };

  const removeClients = async ({ pool }: DeletedPool): Promise<void> => {
    let start: Item | undefined;
    do {
      const { clients, next } = await appClients.list(pool.id, 60, start);
      await inPortions(clients, (client) => table.write([appClients.remove(client)]));
      start = next;
    } while (start);
  };

  // What is found is gone before it is looked for again: every portion is the first of what is left.
  const removeGroups = async ({ pool }: DeletedPool): Promise<void> => {
    for (const portion of [groups.leftovers, deletedGroups.ofPool]) {
      for (let found = await portion(pool.id); found.length > 0; found = await portion(pool.id)) {
        await inPortions(found, remove);
      }
    }
  };

  const pass = async (deleted: DeletedPool, isLate: () => boolean): Promise<boolean> => {
    await removeClients(deleted);
    await removeGroups(deleted);
    for (const { removeAll } of jobs) if (!(await removeAll(deleted.pool.id, isLate))) return false;
    return removeUsers(deleted, isLate);
  };

  return {
    unfinished: deletedPools.ids,

    purge: async (poolId, isLate) => {
      const deleted = await deletedPools.find(poolId);
      if (!deleted) return true;
      if (!(await pass(deleted, isLate))) return false;
      const wait = deleted.deletedAt + settledMs - now();
      if (wait > 0) {
        await pause(wait);
        if (!(await pass(deleted, isLate))) return false;
      }
      await table.write([deletedPools.remove(poolId)]);
      return true;
    },
  };
};
