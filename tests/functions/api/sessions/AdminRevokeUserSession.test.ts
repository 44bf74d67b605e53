import {
  AdminDeleteUserCommand,
  AdminRevokeUserSessionCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makeUser } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { makeTrackedPool, sessionIdOf, sessionsOf } from '#tests/support/sessions.ts';
import { signIn } from '#tests/support/sign-in.ts';

const revoke = (UserPoolId: string, Username: string, SessionId: string) =>
  adminClient().send(new AdminRevokeUserSessionCommand({ UserPoolId, Username, SessionId }));

describe('AdminRevokeUserSession', () => {
  it("ends a user's session: its access token is refused at once", async () => {
    const pool = await makeTrackedPool();
    const user = await makeUser(pool);
    const [ended, kept] = [await signIn(pool, user), await signIn(pool, user)];

    await revoke(pool.poolId, user.username, sessionIdOf(ended));

    await expect(publicClient().send(new GetUserCommand({ AccessToken: ended.AccessToken }))).rejects.toThrow(
      'Access Token has been revoked',
    );
    await expect(sessionsOf(kept)).resolves.toHaveLength(1);
  });

  it('takes no session of another user', async () => {
    const pool = await makeTrackedPool();
    const tokens = await signIn(pool, await makeUser(pool));
    const { username } = await makeUser(pool);

    await expect(revoke(pool.poolId, username, sessionIdOf(tokens))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Session does not exist.',
    });
    await expect(sessionsOf(tokens)).resolves.toHaveLength(1);
  });

  it('says that a user does not exist', async () => {
    const pool = await makeTrackedPool();
    await expect(revoke(pool.poolId, 'nobody', `tkn${'0'.repeat(25)}`)).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });
});

describe('the sessions of a user who is deleted', () => {
  it('are not left in the store', async () => {
    const pool = await makeTrackedPool();
    const user = await makeUser(pool);
    await signIn(pool, user);
    expect((await itemsAbout(user.sub)).length).toBeGreaterThan(0);

    await adminClient().send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username: user.username }));

    await expect(itemsAbout(user.sub)).resolves.toEqual([]);
  });
});
