import { AdminDisableUserCommand, AdminEnableUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const enable = ({ poolId }: TestPool, Username: string) =>
  adminClient().send(new AdminEnableUserCommand({ UserPoolId: poolId, Username }));

describe('AdminEnableUser', () => {
  it('lets a user who was shut out sign in again', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: user.username }));

    await enable(pool, user.username);

    await expect(signIn(pool, user)).resolves.toBeDefined();
  });

  it('changes nothing for a user who may sign in, and knows no unknown ones', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);

    await enable(pool, user.username);

    expect(AccessToken).toBeDefined();
    await expect(enable(pool, 'nobody')).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });
});
