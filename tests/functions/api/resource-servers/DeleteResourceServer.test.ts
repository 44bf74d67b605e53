import {
  CreateUserPoolClientCommand,
  DeleteResourceServerCommand,
  DescribeResourceServerCommand,
  DescribeUserPoolClientCommand,
  ListResourceServersCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';

const remove = (UserPoolId: string, Identifier: string) =>
  adminClient().send(new DeleteResourceServerCommand({ UserPoolId, Identifier }));

describe('DeleteResourceServer', () => {
  it('deletes one server alone, and knows it no more', async () => {
    const pool = await makePool();
    const UserPoolId = pool.poolId;
    for (const name of ['a', 'b']) await makeResourceServer(pool, name);

    await remove(UserPoolId, 'a');

    const gone = { name: 'ResourceNotFoundException', message: 'Resource server a does not exist.' };
    const read = new DescribeResourceServerCommand({ UserPoolId, Identifier: 'a' });
    await expect(adminClient().send(read)).rejects.toMatchObject(gone);
    await expect(remove(UserPoolId, 'a')).rejects.toMatchObject(gone);
    const { ResourceServers = [] } = await adminClient().send(new ListResourceServersCommand({ UserPoolId }));
    expect(ResourceServers.map(({ Identifier }) => Identifier)).toEqual(['b']);
  });

  it('makes room for another, also after it was asked twice', async () => {
    const pool = await makePool();
    for (let index = 0; index < 25; index++) await makeResourceServer(pool, `server-${index}`);
    await remove(pool.poolId, 'server-3');
    await expect(remove(pool.poolId, 'server-3')).rejects.toBeDefined();

    await makeResourceServer(pool, 'another');

    await expect(makeResourceServer(pool, 'one-too-many')).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
  });

  it('leaves its scopes to the clients that have them, which may not be given them again', async () => {
    const pool = await makePool();
    const UserPoolId = pool.poolId;
    await makeResourceServer(pool, 'shop');
    const scopes = { AllowedOAuthScopes: ['openid', 'shop/read'] };
    const { UserPoolClient } = await adminClient().send(
      new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'web', ...scopes }),
    );
    const client = { UserPoolId, ClientId: UserPoolClient?.ClientId };

    await remove(UserPoolId, 'shop');

    const described = await adminClient().send(new DescribeUserPoolClientCommand(client));
    expect(described.UserPoolClient).toMatchObject(scopes);
    await expect(adminClient().send(new UpdateUserPoolClientCommand({ ...client, ...scopes }))).rejects.toMatchObject({
      name: 'ScopeDoesNotExistException',
      message: 'The scope shop/read does not exist.',
    });
  });
});
