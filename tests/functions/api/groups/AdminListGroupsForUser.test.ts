import { AdminListGroupsForUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { groupsOf, join, leave, makeGroup } from '#tests/support/groups.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';

const list = (UserPoolId: string, Username: string, paging: { Limit?: number; NextToken?: string | undefined } = {}) =>
  adminClient().send(new AdminListGroupsForUserCommand({ UserPoolId, Username, ...paging }));

const namesIn = ({ Groups = [] }: Awaited<ReturnType<typeof list>>) => Groups.map(({ GroupName }) => GroupName);

describe('AdminListGroupsForUser', () => {
  it('lists groups by precedence, those without one last, and by name where it is the same', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await makeGroup(pool, 'none-b');
    await makeGroup(pool, 'ten-b', { Precedence: 10 });
    await makeGroup(pool, 'zero', { Precedence: 0, Description: 'First' });
    await makeGroup(pool, 'none-a');
    await makeGroup(pool, 'ten-a', { Precedence: 10 });
    await makeGroup(pool, 'not-theirs', { Precedence: 1 });
    await join(pool, user, 'none-b', 'ten-b', 'zero', 'none-a', 'ten-a');

    const { Groups = [] } = await list(pool.poolId, user.sub);

    expect(Groups.map(({ GroupName }) => GroupName)).toEqual(['zero', 'ten-a', 'ten-b', 'none-a', 'none-b']);
    expect(Groups[0]).toMatchObject({ UserPoolId: pool.poolId, Precedence: 0, Description: 'First' });
  });

  it('goes on behind the last page, whatever was left meanwhile', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    for (const [index, name] of ['a', 'b', 'c', 'd'].entries()) await makeGroup(pool, name, { Precedence: index });
    await join(pool, user, 'a', 'b', 'c', 'd');

    const first = await list(pool.poolId, user.username, { Limit: 2 });
    await leave(pool, user, 'b');
    const second = await list(pool.poolId, user.username, { Limit: 2, NextToken: first.NextToken });

    expect([namesIn(first), namesIn(second)]).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(second.NextToken).toBeUndefined();
  });

  it('takes no token of another user', async () => {
    const pool = await makePool();
    const [user, other] = [await makeUser(pool), await makeUser(pool)];
    for (const name of ['a', 'b']) await makeGroup(pool, name);
    await join(pool, user, 'a', 'b');
    const { NextToken } = await list(pool.poolId, user.username, { Limit: 1 });

    expect(await groupsOf(pool, other)).toEqual([]);
    await expect(list(pool.poolId, other.username, { NextToken })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('knows no user that is not there', async () => {
    const { poolId } = await makePool();
    await expect(list(poolId, 'nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
