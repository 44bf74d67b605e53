import { ListGroupsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeGroup } from '#tests/support/groups.ts';
import { makePool, type TestPool } from '#tests/support/pools.ts';

const list = ({ poolId }: TestPool, paging: { Limit?: number; NextToken?: string } = {}) =>
  adminClient().send(new ListGroupsCommand({ UserPoolId: poolId, ...paging }));

const makeMany = async (pool: TestPool, names: readonly string[]) => {
  for (const name of names) await makeGroup(pool, name);
};

describe('ListGroups', () => {
  it('lists the groups of the pool by name', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    await makeMany(pool, ['c', 'a', 'b']);
    await makeGroup(other, 'd');

    const { Groups = [], NextToken } = await list(pool);

    expect(Groups.map(({ GroupName }) => GroupName)).toEqual(['a', 'b', 'c']);
    expect(NextToken).toBeUndefined();
  });

  it('gives pages, and takes 0 for as many as there may be', async () => {
    const pool = await makePool();
    await makeMany(pool, ['a', 'b', 'c']);

    const first = await list(pool, { Limit: 2 });
    const second = await list(pool, { Limit: 2, NextToken: first.NextToken ?? '' });

    const names = [first, second].map(({ Groups = [] }) => Groups.map(({ GroupName }) => GroupName));
    expect(names).toEqual([['a', 'b'], ['c']]);
    expect(second.NextToken).toBeUndefined();
    expect((await list(pool, { Limit: 0 })).Groups).toHaveLength(3);
  });

  it('has none at first, and no page for a token of another pool', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    await makeMany(other, ['a', 'b']);
    const { NextToken = '' } = await list(other, { Limit: 1 });

    expect((await list(pool)).Groups).toEqual([]);
    await expect(list(pool, { NextToken })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
