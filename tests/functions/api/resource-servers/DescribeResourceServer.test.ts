import { DescribeResourceServerCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';
import { makeResourceServer, scope } from '#tests/support/resource-servers.ts';

const read = (UserPoolId: string, Identifier: string) =>
  adminClient().send(new DescribeResourceServerCommand({ UserPoolId, Identifier }));

describe('DescribeResourceServer', () => {
  it('gives a server of the pool', async () => {
    const pool = await makePool();
    await makeResourceServer(pool, 'shop', ['read', 'write']);
    await makeResourceServer(pool, 'shop/orders');

    expect((await read(pool.poolId, 'shop')).ResourceServer).toEqual({
      UserPoolId: pool.poolId,
      Identifier: 'shop',
      Name: 'test',
      Scopes: [scope('read'), scope('write')],
    });
  });

  it('knows none that another pool has, or that is written differently', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    await makeResourceServer(other, 'shop');
    await makeResourceServer(pool, 'Shop');

    await expect(read(pool.poolId, 'shop')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Resource server shop does not exist.',
    });
  });
});
