import { AdminUserGlobalSignOutCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

describe('AdminUserGlobalSignOut', () => {
  it('revokes every token of a user', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);
    const signOut = new AdminUserGlobalSignOutCommand({ UserPoolId: pool.poolId, Username: user.username });
    await adminClient().send(signOut);
    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toThrow(
      'Access Token has been revoked',
    );
  });

  it('knows the user by sub, too, and says where there is none', async () => {
    const pool = await makePool();
    const { sub } = await makeUser(pool);
    const of = (Username: string) =>
      adminClient().send(new AdminUserGlobalSignOutCommand({ UserPoolId: pool.poolId, Username }));
    await expect(of(sub)).resolves.toBeDefined();
    await expect(of('nobody')).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });
});
