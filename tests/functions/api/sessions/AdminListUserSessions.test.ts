import { AdminListUserSessionsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { makeTrackedPool, sessionIdOf } from '#tests/support/sessions.ts';
import { signIn } from '#tests/support/sign-in.ts';

const list = (UserPoolId: string, Username: string) =>
  adminClient().send(new AdminListUserSessionsCommand({ UserPoolId, Username }));

describe('AdminListUserSessions', () => {
  it('lists the sessions of a user, none of them as the current one', async () => {
    const pool = await makeTrackedPool();
    const user = await makeUser(pool);
    const tokens = [await signIn(pool, user), await signIn(pool, user)];

    const { Sessions } = await list(pool.poolId, user.username);

    expect(Sessions?.map(({ SessionId }) => SessionId).sort()).toEqual(tokens.map(sessionIdOf).sort());
    expect(Sessions?.map(({ IsCurrentSession }) => IsCurrentSession)).toEqual([false, false]);
    expect(Sessions?.[0]).toMatchObject({ ClientId: pool.clientId, SessionType: 'TOKEN' });
  });

  it('lists nothing for a user who never signed in', async () => {
    const pool = await makeTrackedPool();
    const { username } = await makeUser(pool);
    await expect(list(pool.poolId, username)).resolves.toMatchObject({ Sessions: [] });
  });

  it('says that a user does not exist', async () => {
    const pool = await makeTrackedPool();
    await expect(list(pool.poolId, 'nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('is not there in a pool that does not track sessions', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    await expect(list(pool.poolId, username)).rejects.toMatchObject({
      name: 'OperationNotEnabledException',
      message: `Session tracking is not enabled for user pool ${pool.poolId}.`,
    });
  });
});
