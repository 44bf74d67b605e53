import { describe, expect, it } from 'vitest';
import { deletedPoolRepository } from '#shared/data/pools/deleted-pool-repository.ts';
import { poolRepository } from '#shared/data/pools/pool-repository.ts';
import { table } from '#shared/data/table.ts';
import { userPartitions } from '#shared/data/users/user-partitions.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import { createPoolPurge } from '#shared/services/user-pools/pool-purge.ts';
import { userUpdate } from '#shared/services/users/user-changes.ts';
import { makeGroup } from '#tests/support/groups.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { poolInTable, putUsers, reachTable } from '#tests/support/raw-users.ts';

/** A deleted pool that no worker knows of. */
const deletedPool = async () => {
  reachTable();
  const { poolId } = await makePool({ AliasAttributes: ['email'] });
  const { username } = await makeUser({ poolId });
  const pool = await poolInTable(poolId);
  await table().write([deletedPoolRepository().put({ pool, deletedAt: 0 }), poolRepository().remove(pool)]);
  return { pool, username };
};

type Partitions = ReturnType<typeof userPartitions>;

const purgeBy = (partitions: Partial<Partitions>) =>
  createPoolPurge({ partitions: { ...userPartitions(), ...partitions } });

describe('the deletion of a pool', () => {
  it('takes along the name that a user gets meanwhile of a function which does not know yet', async () => {
    const { pool, username } = await deletedPool();
    const nameAnew = async (): Promise<void> => {
      const user = await userRepository().find(pool, username);
      if (!user || user.attributes.email === 'new@example.com') return;
      const after = { ...user, attributes: { ...user.attributes, email: 'new@example.com' } };
      const taken = () => new Error('The name is taken.');
      await table().write(await userUpdate(pool, user, after, username, { taken }));
    };
    const purge = purgeBy({
      read: async (deleted, profile) => {
        const read = await userPartitions().read(deleted, profile);
        await nameAnew();
        return read;
      },
    });

    expect(await purge.purge(pool.id, () => false)).toBe(true);

    expect(await itemsAbout(`USER#${pool.id}`)).toEqual([]);
  });

  it('leaves alone a pool that is there again under its id, as another run was faster', async () => {
    const { pool } = await deletedPool();
    let isRestored = false;
    const restore = async (): Promise<void> => {
      if (isRestored) return;
      isRestored = true;
      expect(await purgeBy({}).purge(pool.id, () => false)).toBe(true);
      await table().write([poolRepository().create(pool)]);
      await makeGroup({ poolId: pool.id }, 'editors');
      await putUsers(pool.id, 40);
    };
    const purge = purgeBy({
      page: async (shard, start) => {
        const page = await userPartitions().page(shard, start);
        await restore();
        return page;
      },
    });

    expect(await purge.purge(pool.id, () => false)).toBe(true);

    expect((await itemsAbout(`USER#${pool.id}`)).filter(({ type }) => type === 'User')).toHaveLength(40);
    expect(await itemsAbout(`GROUPS#${pool.id}`)).not.toEqual([]);
  });

  it('leaves to the next run a pool that was restored and deleted once more, as another run was faster', async () => {
    const { pool } = await deletedPool();
    let isDeletedAgain = false;
    const purge = purgeBy({
      page: async (shard, start) => {
        const page = await userPartitions().page(shard, start);
        if (!isDeletedAgain) {
          isDeletedAgain = true;
          expect(await purgeBy({}).purge(pool.id, () => false)).toBe(true);
          await table().write([poolRepository().create(pool)]);
          await putUsers(pool.id, 40);
          await table().write([deletedPoolRepository().put({ pool, deletedAt: 1 }), poolRepository().remove(pool)]);
        }
        return page;
      },
    });

    expect(await purge.purge(pool.id, () => false)).toBe(true);

    expect(await deletedPoolRepository().find(pool.id)).toMatchObject({ deletedAt: 1 });
    expect(await purgeBy({}).purge(pool.id, () => false)).toBe(true);
    expect(await itemsAbout(`USER#${pool.id}`)).toEqual([]);
  });
});
