import { once } from '#shared/config/once.ts';
import { appClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { brandingRepository } from '#shared/data/branding/branding-repository.ts';
import { poolExportRepository } from '#shared/data/exports/pool-export-repository.ts';
import { externalIdentityRepository } from '#shared/data/federation/external-identity-repository.ts';
import { identityProviderRepository } from '#shared/data/federation/identity-provider-repository.ts';
import { deletedGroupRepository } from '#shared/data/groups/deleted-group-repository.ts';
import { groupRepository } from '#shared/data/groups/group-repository.ts';
import { userImportJobRepository } from '#shared/data/imports/user-import-job-repository.ts';
import { type Key, keys } from '#shared/data/keys.ts';
import { manyAtOnce } from '#shared/data/many-at-once.ts';
import { clientRegistrationRepository } from '#shared/data/oauth/client-registration-repository.ts';
import { type DeletedPool, deletedPoolRepository } from '#shared/data/pools/deleted-pool-repository.ts';
import { poolChangeRepository } from '#shared/data/pools/pool-change-repository.ts';
import { resourceServerRepository } from '#shared/data/resource-servers/resource-server-repository.ts';
import { riskMailRepository } from '#shared/data/risk/risk-mail-repository.ts';
import { type Item, table } from '#shared/data/table.ts';
import { termsRepository } from '#shared/data/terms/terms-repository.ts';
import { uiCustomizationRepository } from '#shared/data/ui-customization/ui-customization-repository.ts';
import { activeUsers } from '#shared/data/users/active-users.ts';
import { type UserPartitions, userPartitions } from '#shared/data/users/user-partitions.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import { Conflict, retryOnConflict } from '#shared/data/write.ts';
import { namesInBothForms } from '#shared/domain/users/names.ts';
import { withLateWrites } from '../late-writes/late-writes.ts';

interface Deps {
  readonly partitions: UserPartitions;
}

/** Deletes what is left of deleted pools. After an interruption, the next call continues where the last one stopped. */
export interface PoolPurge {
  /** Ids of the pools that are not completely deleted yet. */
  readonly unfinished: () => Promise<readonly string[]>;
  /** False where `isLate` stopped it before everything was gone. */
  readonly purge: (poolId: string, isLate: () => boolean) => Promise<boolean>;
}

export const createPoolPurge = ({ partitions }: Deps): PoolPurge => {
  const remove = (key: Key): Promise<void> => table().write([{ remove: key }]);

  // The profile is removed last, as it was read. While it is there, the next attempt finds the user, with names and
  // groups that somebody still added who did not know of the deletion. It does not matter who has the names now.
  const removeUser = ({ pool }: DeletedPool, profile: Key): Promise<void> =>
    retryOnConflict(async () => {
      const { user, userKey, others } = await partitions.read(pool, profile);
      const names = user
        ? namesInBothForms(pool, user, userKey).map(({ kind, key }) => keys.owner(pool.id, key, kind))
        : [];
      const memberships = (user?.groups ?? []).map(({ id }) =>
        keys.member(pool.id, id, keys.userKeyIn(pool.id, profile)),
      );
      const identities = (user?.identities ?? []).map((identity) =>
        externalIdentityRepository().keyOf(pool.id, identity),
      );
      await manyAtOnce([...others, ...names, ...memberships, ...identities], remove);
      if (user) await table().write([userRepository().remove(user, userKey)]);
    });

  // Another run may have finished before, and the pool may be back since, restored under its id, or deleted once more.
  const isOver = async ({ pool, deletedAt }: DeletedPool): Promise<boolean> =>
    (await deletedPoolRepository().find(pool.id))?.deletedAt !== deletedAt;

  const removeUsers = async (deleted: DeletedPool, isLate: () => boolean): Promise<boolean> => {
    for (const shard of partitions.shards(deleted.pool.id)) {
      let start: Item | undefined;
      do {
        if (await isOver(deleted)) return true;
        const { profiles, next } = await partitions.page(shard, start);
        await manyAtOnce(profiles, (profile) => removeUser(deleted, profile));
        start = next;
        // Asked after work, not before: however little time there is, every call makes progress.
        if (profiles.length > 0 && isLate()) return false;
      } while (start);
    }
    return true;
  };

  const removeClients = async ({ pool }: DeletedPool): Promise<void> => {
    let start: Item | undefined;
    do {
      const { clients, next } = await appClientRepository().list(pool.id, 60, start);
      await manyAtOnce(clients, (client) => table().write([appClientRepository().remove(client)]));
      start = next;
    } while (start);
  };

  const pass = async (deleted: DeletedPool, isLate: () => boolean): Promise<boolean> => {
    if (await isOver(deleted)) return true;
    await removeClients(deleted);
    for (const { removeAll } of [
      groupRepository(),
      deletedGroupRepository(),
      resourceServerRepository(),
      identityProviderRepository(),
      termsRepository(),
      uiCustomizationRepository(),
      brandingRepository(),
      riskMailRepository(),
      clientRegistrationRepository(),
      poolChangeRepository(),
      poolExportRepository(),
      userImportJobRepository(),
      activeUsers(),
    ]) {
      if (await isOver(deleted)) return true;
      if (!(await removeAll(deleted.pool.id, isLate))) return false;
    }
    return removeUsers(deleted, isLate);
  };

  return {
    unfinished: deletedPoolRepository().ids,

    purge: async (poolId, isLate) => {
      const deleted = await deletedPoolRepository().find(poolId);
      if (!deleted) return true;
      if (!(await withLateWrites(deleted.deletedAt, () => pass(deleted, isLate)))) return false;
      try {
        await table().write([deletedPoolRepository().remove(deleted, () => new Conflict())]);
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
      }
      return true;
    },
  };
};

export const poolPurge = once(() => createPoolPurge({ partitions: userPartitions() }));
