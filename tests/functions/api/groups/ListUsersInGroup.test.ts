import { AdminDeleteUserCommand, ListUsersInGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { join, makeGroup, membersOf } from '#tests/support/groups.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';

const list = ({ poolId }: TestPool, paging: { Limit?: number; NextToken?: string | undefined } = {}) =>
  adminClient().send(new ListUsersInGroupCommand({ UserPoolId: poolId, GroupName: 'editors', ...paging }));

const makeMembers = async (pool: TestPool, length: number) => {
  await makeGroup(pool, 'editors');
  const users = await Promise.all(Array.from({ length }, () => makeUser(pool)));
  await Promise.all(users.map((user) => join(pool, user, 'editors')));
  return users;
};

describe('ListUsersInGroup', () => {
  it('lists users as ListUsers does', async () => {
    const pool = await makePool();
    const [user] = await makeMembers(pool, 1);

    const { Users } = await list(pool);

    expect(Users).toEqual([
      {
        Username: user?.username,
        Attributes: [
          { Name: 'sub', Value: user?.sub },
          { Name: 'email', Value: user?.email },
          { Name: 'email_verified', Value: 'true' },
        ],
        UserCreateDate: expect.any(Date),
        UserLastModifiedDate: expect.any(Date),
        Enabled: true,
        UserStatus: 'CONFIRMED',
      },
    ]);
  });

  it('gives every member once, in pages', async () => {
    const pool = await makePool();
    const users = await makeMembers(pool, 17);

    const names = users.map(({ username }) => username).sort();
    for (const limit of [3, 17, 60, 0]) expect(await membersOf(pool, 'editors', { limit })).toEqual(names);
  });

  it('goes on where it was although users are deleted, the one it ended with too', async () => {
    const pool = await makePool();
    const users = await makeMembers(pool, 10);

    const { Users: first = [], NextToken } = await list(pool, { Limit: 4 });
    const seen = new Set(first.map(({ Username }) => Username));
    const unseen = users.filter(({ username }) => !seen.has(username));
    const gone = [first.at(-1)?.Username, unseen[0]?.username];
    for (const Username of gone) {
      await adminClient().send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username }));
    }
    const { Users: second = [], NextToken: end } = await list(pool, { Limit: 60, NextToken });

    const left = unseen.slice(1).map(({ username }) => username);
    expect(second.map(({ Username = '' }) => Username).sort()).toEqual(left.sort());
    expect(end).toBeUndefined();
  });

  it('knows no group that is not there', async () => {
    await expect(list(await makePool())).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Group not found.',
    });
  });
});
