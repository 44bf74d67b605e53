import {
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makeClient, makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const remove = (UserPoolId: string, ClientId: string) =>
  adminClient().send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));

describe('DeleteUserPoolClient', () => {
  it('deletes the client and what it gave, and keeps the users', async () => {
    const pool = await makePool();
    const other = { ...pool, ...(await makeClient(pool.poolId)) };
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);

    await remove(pool.poolId, pool.clientId);

    const gone = { name: 'ResourceNotFoundException', message: `User pool client ${pool.clientId} does not exist.` };
    await expect(
      adminClient().send(new DescribeUserPoolClientCommand({ UserPoolId: pool.poolId, ClientId: pool.clientId })),
    ).rejects.toMatchObject(gone);
    await expect(signIn(pool, user)).rejects.toMatchObject(gone);
    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject(gone);
    await expect(signIn(other, user)).resolves.toBeDefined();
  });

  it('deletes no client of another pool, and none twice', async () => {
    const [one, other] = await Promise.all([makePool(), makePool()]);

    await expect(remove(one.poolId, other.clientId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await remove(one.poolId, one.clientId);
    await expect(remove(one.poolId, one.clientId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
