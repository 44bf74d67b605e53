import { AdminAddUserToGroupCommand, AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { groupsOf, join, makeGroup, membersOf, putIntoGroups, removeGroup } from '#tests/support/groups.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';

const add = ({ poolId }: TestPool, Username: string, GroupName: string) =>
  adminClient().send(new AdminAddUserToGroupCommand({ UserPoolId: poolId, Username, GroupName }));

describe('AdminAddUserToGroup', () => {
  it('puts the user into the group, whatever name the user is called by', async () => {
    const pool = await makePool({ AliasAttributes: ['email'], UsernameConfiguration: { CaseSensitive: false } });
    const user = await makeUser(pool);
    const groups = ['by-name', 'by-sub', 'by-alias'];
    for (const group of groups) await makeGroup(pool, group);

    await add(pool, user.username.toUpperCase(), 'by-name');
    await add(pool, user.sub, 'by-sub');
    await add(pool, user.email, 'by-alias');

    expect([...(await groupsOf(pool, user))].sort()).toEqual([...groups].sort());
    for (const group of groups) expect(await membersOf(pool, group)).toEqual([user.username]);
  });

  it('is no error for who is in the group', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await makeGroup(pool, 'editors');

    await add(pool, user.username, 'editors');
    await add(pool, user.username, 'editors');

    expect(await membersOf(pool, 'editors')).toEqual([user.username]);
  });

  it('takes users with very long names', async () => {
    const pool = await makePool();
    // NFKC makes eighteen letters of this one.
    const user = await makeUser(pool, { username: '\u{fdfa}'.repeat(128) });
    await makeGroup(pool, 'editors');

    await add(pool, user.sub, 'editors');

    expect(await membersOf(pool, 'editors')).toEqual([user.username]);
    await removeGroup(pool, 'editors');
    await expect(groupsOf(pool, { username: user.sub })).resolves.toEqual([]);
  });

  it('knows neither groups nor users that are not there', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await makeGroup(pool, 'editors');

    await expect(add(pool, user.username, 'nobody')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Group not found.',
    });
    await expect(add(pool, 'nobody', 'editors')).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });

  it('makes a user no member of a group that had the name before', async () => {
    const pool = await makePool();
    const [former, user] = [await makeUser(pool), await makeUser(pool)];
    await makeGroup(pool, 'editors');
    await join(pool, former, 'editors');
    await removeGroup(pool, 'editors');
    await makeGroup(pool, 'editors');

    await add(pool, user.username, 'editors');

    expect(await membersOf(pool, 'editors')).toEqual([user.username]);
    expect(await groupsOf(pool, former)).toEqual([]);
  });

  it('keeps a user to 100 groups, those that are gone not counted', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await makeGroup(pool, 'group-100');
    await putIntoGroups(
      pool,
      user,
      Array.from({ length: 100 }, (_none, index) => `group-${index}`),
    );

    await expect(add(pool, user.username, 'group-100')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'A user is in 100 groups at most.',
    });

    await removeGroup(pool, 'group-50');
    await add(pool, user.username, 'group-100');
    expect(await membersOf(pool, 'group-100')).toEqual([user.username]);
  });

  it('leaves the rest of the user as it is', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await makeGroup(pool, 'editors');
    const get = () => adminClient().send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: user.username }));
    const { $metadata: _before, ...before } = await get();

    await add(pool, user.username, 'editors');

    const { $metadata: _after, ...after } = await get();
    expect(after).toEqual(before);
  });
});
