import { AdminGetUserCommand, AdminSetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { leaked, minding, protectedBy } from '#tests/support/leaked-passwords.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { newPassword } from '#tests/support/recovery.ts';
import { beginSignIn, signIn } from '#tests/support/sign-in.ts';

const makeGuarded = async (): Promise<TestPool> => {
  const pool = await makePool(protectedBy('ENFORCED'));
  await minding(pool.poolId, { EventFilter: ['SIGN_IN'] });
  return pool;
};

const set = ({ poolId }: TestPool, Username: string, Password: string) =>
  adminClient().send(new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username, Password, Permanent: true }));

describe('a leaked password', () => {
  it('gives no tokens to any of many sign-ins at once', async () => {
    const pool = await makeGuarded();
    const { username } = await makeUser(pool);
    await set(pool, username, leaked);
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => beginSignIn(pool, username, leaked)));
    const names = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.name : 'signed in'));
    expect(new Set(names)).toEqual(new Set(['PasswordResetRequiredException']));
    const user = new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: username });
    expect((await adminClient().send(user)).UserStatus).toBe('RESET_REQUIRED');
  });

  it('does not have the password reset that replaces it meanwhile', async () => {
    const pool = await makeGuarded();
    for (let round = 0; round < 6; round += 1) {
      const user = await makeUser(pool);
      await set(pool, user.username, leaked);
      await Promise.allSettled([beginSignIn(pool, user.username, leaked), set(pool, user.username, newPassword)]);
      await expect(signIn(pool, user, { secret: newPassword })).resolves.toBeDefined();
    }
  });
});
