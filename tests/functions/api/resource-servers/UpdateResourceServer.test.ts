import {
  DescribeResourceServerCommand,
  UpdateResourceServerCommand,
  type UpdateResourceServerCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';
import { makeResourceServer, scope } from '#tests/support/resource-servers.ts';

const update = (UserPoolId: string, facts: Partial<UpdateResourceServerCommandInput> = {}) =>
  adminClient().send(new UpdateResourceServerCommand({ Identifier: 'shop', Name: 'Shop', ...facts, UserPoolId }));

describe('UpdateResourceServer', () => {
  it('replaces name and scopes', async () => {
    const pool = await makePool();
    await makeResourceServer(pool, 'shop', ['read', 'write']);
    const after = { UserPoolId: pool.poolId, Identifier: 'shop', Name: 'Shop', Scopes: [scope('order')] };

    expect((await update(pool.poolId, { Scopes: after.Scopes })).ResourceServer).toEqual(after);

    const { UserPoolId, Identifier } = after;
    const described = await adminClient().send(new DescribeResourceServerCommand({ UserPoolId, Identifier }));
    expect(described.ResourceServer).toEqual(after);
  });

  it('leaves no scopes where it is given none', async () => {
    const pool = await makePool();
    await makeResourceServer(pool, 'shop');
    expect((await update(pool.poolId)).ResourceServer).toMatchObject({ Scopes: [] });
  });

  it('makes none, and takes no scope twice', async () => {
    const pool = await makePool();
    await expect(update(pool.poolId)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Resource server shop does not exist.',
    });
    await makeResourceServer(pool, 'shop');
    await expect(update(pool.poolId, { Scopes: [scope('read'), scope('read')] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'The scope read is there twice.',
    });
  });
});
