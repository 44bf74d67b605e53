import { describe, expect, it } from 'vitest';
import { groupsOf, join, leave, makeGroup, membersOf } from '#tests/support/groups.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';

describe('AdminRemoveUserFromGroup', () => {
  it('takes the user out of that group only', async () => {
    const pool = await makePool();
    const [user, other] = [await makeUser(pool), await makeUser(pool)];
    await makeGroup(pool, 'editors');
    await makeGroup(pool, 'readers');
    await join(pool, user, 'editors', 'readers');
    await join(pool, other, 'editors');

    await leave(pool, user, 'editors');

    expect(await groupsOf(pool, user)).toEqual(['readers']);
    expect(await membersOf(pool, 'editors')).toEqual([other.username]);
  });

  it('is no error for who is not in the group', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await makeGroup(pool, 'editors');
    await expect(leave(pool, user, 'editors')).resolves.toBeDefined();
  });

  it('knows neither groups nor users that are not there', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await makeGroup(pool, 'editors');

    await expect(leave(pool, user, 'nobody')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Group not found.',
    });
    await expect(leave(pool, { username: 'nobody' }, 'editors')).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });
});
