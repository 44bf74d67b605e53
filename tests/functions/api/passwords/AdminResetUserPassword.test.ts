import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { confirmForgot, newPassword } from '#tests/support/recovery.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { signUp, userOf } from '#tests/support/sign-up.ts';

const reset = ({ poolId }: { poolId: string }, username: string) =>
  adminClient().send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username: username }));

describe('AdminResetUserPassword', () => {
  it('puts the password out of force until the user sets another by the code', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);

    await reset(pool, user.username);

    expect((await userOf(pool, user.username)).status).toBe('RESET_REQUIRED');
    await expect(signIn(pool, user)).rejects.toMatchObject({
      name: 'PasswordResetRequiredException',
      message: 'Password reset required for the user',
    });
    await confirmForgot(pool, user.username, await codeFor(user.email));
    expect((await userOf(pool, user.username)).status).toBe('CONFIRMED');
    await expect(signIn(pool, user, { secret: newPassword })).resolves.toBeDefined();
  });

  it('sends the code again to a user who has not used it', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await reset(pool, user.username);
    await reset(pool, user.username);
    await expect(confirmForgot(pool, user.username, await codeFor(user.email))).resolves.toBeDefined();
  });

  it('is how accounts are recovered where only administrators may', async () => {
    const RecoveryMechanisms = [{ Name: 'admin_only' as const, Priority: 1 }];
    const pool = await makePool({ AccountRecoverySetting: { RecoveryMechanisms } });
    const { username, email } = await makeUser(pool);
    await reset(pool, username);
    await expect(confirmForgot(pool, username, await codeFor(email))).resolves.toBeDefined();
  });

  it('refuses users who never had a password of their own', async () => {
    const pool = await makePool();
    const { username } = await signUp(pool);
    await expect(reset(pool, username)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User password cannot be reset in the current state.',
    });
  });

  it('refuses users who are disabled, whatever else is to be said of them', async () => {
    const pool = await makePool();
    const confirmed = await makeUser(pool);
    const { username: unconfirmed } = await signUp(pool);
    for (const Username of [confirmed.username, unconfirmed]) {
      await adminClient().send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username }));
      await expect(reset(pool, Username)).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'User is disabled.',
      });
    }
    expect((await userOf(pool, confirmed.username)).status).toBe('CONFIRMED');
  });

  it('refuses users whom no code would reach, and leaves their password in force', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const UserAttributes = [{ Name: 'email_verified', Value: 'false' }];
    await adminClient().send(
      new AdminUpdateUserAttributesCommand({ UserPoolId: pool.poolId, Username: user.username, UserAttributes }),
    );
    await expect(reset(pool, user.username)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Cannot reset password for the user as there is no registered/verified email or phone_number',
    });
    await expect(signIn(pool, user)).resolves.toBeDefined();
  });

  it('does not know a user who is not there', async () => {
    const pool = await makePool();
    await expect(reset(pool, 'nobody')).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });
});
