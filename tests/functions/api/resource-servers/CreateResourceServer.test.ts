import {
  CreateResourceServerCommand,
  type CreateResourceServerCommandInput,
  DescribeResourceServerCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';
import { makeResourceServer, scope } from '#tests/support/resource-servers.ts';

const create = (UserPoolId: string, facts: Partial<CreateResourceServerCommandInput> = {}) =>
  adminClient().send(
    new CreateResourceServerCommand({ Identifier: 'https://shop.example.com/v1', Name: 'Shop', ...facts, UserPoolId }),
  );

describe('CreateResourceServer', () => {
  it('gives the server that it made, and keeps it', async () => {
    const { poolId: UserPoolId } = await makePool();
    const Scopes = [scope('write'), scope('read')];

    const { ResourceServer } = await create(UserPoolId, { Scopes });

    const made = { UserPoolId, Identifier: 'https://shop.example.com/v1', Name: 'Shop', Scopes };
    expect(ResourceServer).toEqual(made);
    const { Identifier } = made;
    const described = await adminClient().send(new DescribeResourceServerCommand({ UserPoolId, Identifier }));
    expect(described.ResourceServer).toEqual(made);
  });

  it('makes one without scopes', async () => {
    const { poolId } = await makePool();
    expect((await create(poolId)).ResourceServer).toMatchObject({ Scopes: [] });
  });

  it('refuses an identifier that the pool has, and no other', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    await create(pool.poolId);

    await expect(create(pool.poolId)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `https://shop.example.com/v1 already exists in user pool ${pool.poolId}.`,
    });
    await expect(create(pool.poolId, { Identifier: 'https://shop.example.com/v1/' })).resolves.toBeDefined();
    await expect(create(other.poolId)).resolves.toBeDefined();
  });

  it.each([
    ['an identifier with a space', { Identifier: 'my shop' }],
    ['a scope with a slash', { Scopes: [scope('orders/read')] }],
    ['a scope without description', { Scopes: [{ ScopeName: 'read', ScopeDescription: '' }] }],
    ['a scope that is there twice', { Scopes: [scope('read'), scope('write'), scope('read')] }],
    ['over a hundred scopes', { Scopes: Array.from({ length: 101 }, (_none, index) => scope(`s${index}`)) }],
  ])('refuses %s', async (_what, facts) => {
    const { poolId } = await makePool();
    await expect(create(poolId, facts)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('takes a hundred scopes with the longest texts', async () => {
    const { poolId } = await makePool();
    const Scopes = Array.from({ length: 100 }, (_none, index) => ({
      ScopeName: `${index}`.padEnd(256, 'x'),
      ScopeDescription: '語'.repeat(256),
    }));
    expect((await create(poolId, { Scopes })).ResourceServer?.Scopes).toEqual(Scopes);
  });

  it('makes 25 servers of a pool at most', async () => {
    const pool = await makePool();
    for (let index = 0; index < 25; index++) await makeResourceServer(pool, `server-${index}`);

    await expect(create(pool.poolId)).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'A user pool has 25 resource servers at most.',
    });
  });

  it('knows no pool that is not there', async () => {
    await expect(create('us-east-1_nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
