import { AdminDeleteUserCommand, DeleteUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { memberRepository } from '#shared/data/groups/member-repository.ts';
import { purgeGroup, unfinishedGroupPurges } from '#shared/services/groups/group-purge.ts';
import { adminClient } from '#tests/support/clients.ts';
import { bury, groupsOf, join, makeGroup, membersOf, removeGroup, storedGroup } from '#tests/support/groups.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { itemsAbout, putItems, untilGone } from '#tests/support/raw-table.ts';
import { putUsers, reachTable } from '#tests/support/raw-users.ts';

const gone = { name: 'ResourceNotFoundException', message: 'Group not found.' };

// Members put directly into the table, as making them one by one takes too long.
const putMembers = async ({ poolId }: TestPool, group: { name: string; id: string }, count: number) => {
  await putUsers(poolId, count, () => ({ groups: [group] }));
  const joins = Array.from({ length: count }, (_none, index) =>
    memberRepository().join(poolId, group, `user-${index}`),
  );
  await putItems(joins.flatMap((write) => ('put' in write ? [write.put] : [])));
};

describe('DeleteGroup', () => {
  // Stages are interrupted in this process, which uses the table of the stack.
  beforeAll(reachTable);

  it('makes the group vanish at once, and its members leave it soon', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await makeGroup(pool, 'editors');
    await makeGroup(pool, 'readers');
    await join(pool, user, 'editors', 'readers');

    await removeGroup(pool, 'editors');

    expect(await groupsOf(pool, user)).toEqual(['readers']);
    await expect(membersOf(pool, 'editors')).rejects.toMatchObject(gone);
    await expect(removeGroup(pool, 'editors')).rejects.toMatchObject(gone);
    await vi.waitFor(
      async () => {
        const left = JSON.stringify(await itemsAbout(pool.poolId));
        expect(left).not.toContain('editors');
        expect(left).toContain('readers');
      },
      { timeout: 180_000 },
    );
  });

  it('leaves the name free for a group of its own', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await makeGroup(pool, 'editors');
    await join(pool, user, 'editors');
    await removeGroup(pool, 'editors');

    await makeGroup(pool, 'editors');

    expect(await groupsOf(pool, user)).toEqual([]);
    expect(await membersOf(pool, 'editors')).toEqual([]);
  });

  it('leaves room in a full pool', async () => {
    const pool = await makePool();
    await makeGroup(pool, 'editors');
    await putItems([{ pk: `GROUPS#${pool.poolId}`, sk: 'COUNT', type: 'GroupCount', count: 10_000 }]);
    await expect(makeGroup(pool, 'readers')).rejects.toMatchObject({ name: 'LimitExceededException' });

    await removeGroup(pool, 'editors');

    await expect(makeGroup(pool, 'readers')).resolves.toBe('readers');
  });

  it('empties a big group by stages, each of which may be the last of a call', async () => {
    const pool = await makePool();
    await makeGroup(pool, 'crowd');
    await makeGroup(pool, 'few');
    const group = { poolId: pool.poolId, name: 'crowd', id: (await storedGroup(pool, 'crowd')).id };
    const few = { ...group, name: 'few' };
    await putMembers(pool, group, 1400);
    await join(pool, { username: 'user-7' }, few.name);
    await bury(pool, group);
    expect(await unfinishedGroupPurges()).toContainEqual(expect.objectContaining({ id: group.id }));

    let stages = 0;
    // A user may be deleted meanwhile, and another process may do the same work.
    while (!(await purgeGroup(group, () => true))) {
      stages += 1;
      if (stages === 1) {
        await adminClient().send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username: 'user-11' }));
        await Promise.all([purgeGroup(group, () => true), purgeGroup(group, () => true)]);
      }
    }

    expect(stages).toBeGreaterThan(10);
    expect(await membersOf(pool, 'crowd')).toEqual([]);
    expect(await membersOf(pool, 'few')).toEqual(['user-7']);
    const left = await itemsAbout(pool.poolId);
    expect(left.filter(({ type }) => type === 'User')).toHaveLength(1399);
    expect(left.filter((one) => one.type !== 'Group' && JSON.stringify(one).includes(group.id))).toEqual([]);
  });

  it('leaves nothing when the pool goes before the members are out', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await makeGroup(pool, 'editors');
    await makeGroup(pool, 'readers');
    await join(pool, user, 'editors', 'readers');
    await removeGroup(pool, 'editors', { ahead: 0 });

    await adminClient({ ahead: -120_000 }).send(new DeleteUserPoolCommand({ UserPoolId: pool.poolId }));

    await untilGone(pool.poolId);
  });
});
