import { ListResourceServersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, type TestPool } from '#tests/support/pools.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';

const list = ({ poolId }: TestPool, paging: { MaxResults?: number; NextToken?: string } = {}) =>
  adminClient().send(new ListResourceServersCommand({ UserPoolId: poolId, ...paging }));

const makeMany = async (pool: TestPool, names: readonly string[]) => {
  for (const name of names) await makeResourceServer(pool, name);
};

describe('ListResourceServers', () => {
  it('lists the servers of the pool by identifier', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    await makeMany(pool, ['c', 'a', 'b']);
    await makeMany(other, ['d']);

    const { ResourceServers = [], NextToken } = await list(pool);

    expect(ResourceServers.map(({ Identifier }) => Identifier)).toEqual(['a', 'b', 'c']);
    expect(ResourceServers[0]).toMatchObject({
      UserPoolId: pool.poolId,
      Name: 'test',
      Scopes: [{ ScopeName: 'read' }],
    });
    expect(NextToken).toBeUndefined();
  });

  it('gives pages', async () => {
    const pool = await makePool();
    await makeMany(pool, ['a', 'b', 'c']);

    const first = await list(pool, { MaxResults: 2 });
    const second = await list(pool, { MaxResults: 2, NextToken: first.NextToken ?? '' });

    const names = [first, second].map(({ ResourceServers = [] }) =>
      ResourceServers.map(({ Identifier }) => Identifier),
    );
    expect(names).toEqual([['a', 'b'], ['c']]);
    expect(second.NextToken).toBeUndefined();
  });

  it('has none at first, and no page for a token of another pool or for more than fifty', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    await makeMany(other, ['a', 'b']);
    const { NextToken = '' } = await list(other, { MaxResults: 1 });

    expect((await list(pool)).ResourceServers).toEqual([]);
    await expect(list(pool, { NextToken })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    for (const MaxResults of [0, 51])
      await expect(list(pool, { MaxResults })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
