import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const disable = ({ poolId }: TestPool, Username: string) =>
  adminClient().send(new AdminDisableUserCommand({ UserPoolId: poolId, Username }));

describe('AdminDisableUser', () => {
  it('shuts the user out', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);

    await disable(pool, user.username);

    await expect(signIn(pool, user)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User is disabled.',
    });
    const found = await adminClient().send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: user.sub }));
    expect(found).toMatchObject({ Enabled: false, UserStatus: 'CONFIRMED' });
  });

  it('revokes every token for good', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);

    await disable(pool, user.username);
    await adminClient().send(new AdminEnableUserCommand({ UserPoolId: pool.poolId, Username: user.username }));

    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });
  });

  it('may be asked twice, but not for nobody', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await disable(pool, user.username);

    await expect(disable(pool, user.username)).resolves.toBeDefined();
    await expect(disable(pool, 'nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
