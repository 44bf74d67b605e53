import { beforeAll, describe, expect, it } from 'vitest';
import { memberRepository } from '#shared/data/groups/member-repository.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import { bury, groupsOf, join, makeGroup, removeGroup, storedGroup } from '#tests/support/groups.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { itemsAbout, putItems } from '#tests/support/raw-table.ts';
import { poolInTable, reachTable } from '#tests/support/raw-users.ts';
import { callWorker } from '#tests/support/workers.ts';

describe('DeleteGroup', () => {
  beforeAll(reachTable);

  // DeleteGroup starts no worker here. It would remove at its end what is buried below.
  it('is finished by whoever calls its worker, which takes out who joined at the last moment', async () => {
    const pool = await makePool();
    const [user, late] = [await makeUser(pool), await makeUser(pool)];
    await makeGroup(pool, 'editors');
    await join(pool, user, 'editors');
    const { id } = await storedGroup(pool, 'editors');
    const key = { userPoolId: pool.poolId, groupName: 'editors', groupId: id };
    await removeGroup(pool, 'editors');
    await callWorker('PurgeGroup', key);
    // A function that saw the group before it was deleted.
    const present = await poolInTable(pool.poolId);
    const found = await userRepository().find(present, late.username);
    if (!found) throw new Error('There is no user.');
    const membership = { name: 'editors', id };
    const joined = { ...found, groups: [membership] };
    const writes = [
      userRepository().update(present, joined, late.username),
      memberRepository().join(pool.poolId, membership, late.username),
    ];
    await putItems(writes.flatMap((write) => ('put' in write ? [write.put] : [])));
    await bury(pool, membership);
    expect(await groupsOf(pool, late)).toEqual([]);

    await callWorker('PurgeGroup', {});

    expect(JSON.stringify(await itemsAbout(pool.poolId))).not.toContain(id);
  });
});
