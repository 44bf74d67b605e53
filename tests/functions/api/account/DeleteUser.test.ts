import { AdminGetUserCommand, DeleteUserCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

describe('DeleteUser', () => {
  it('deletes the bearer, every name, and every sign-in', async () => {
    const pool = await makePool({ AliasAttributes: ['email'] });
    const user = await makeUser(pool);
    const [first, second] = [await signIn(pool, user), await signIn(pool, user)];

    await publicClient().send(new DeleteUserCommand({ AccessToken: first.AccessToken }));

    for (const Username of [user.username, user.sub, user.email]) {
      await expect(
        adminClient().send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username })),
      ).rejects.toMatchObject({ name: 'UserNotFoundException' });
    }
    for (const { AccessToken } of [first, second]) {
      await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
        name: 'UserNotFoundException',
      });
    }
  });

  it('leaves the username to whoever takes it next, with a password of their own', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);
    await publicClient().send(new DeleteUserCommand({ AccessToken }));

    const next = await makeUser(pool, { username: user.username });

    expect(next.sub).not.toBe(user.sub);
    await expect(publicClient().send(new DeleteUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    await expect(signIn(pool, next)).resolves.toBeDefined();
  });
});
