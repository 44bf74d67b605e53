import {
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { anEmail, makePool, makeUser, password } from '#tests/support/pools.ts';
import { confirmForgot, forgot, newPassword } from '#tests/support/recovery.ts';
import { beginSignIn, signIn } from '#tests/support/sign-in.ts';
import { otherThan } from '#tests/support/sign-up.ts';

const hour = 3_600_000;
const hiding = { PreventUserExistenceErrors: 'ENABLED' as const };
const mismatch = {
  name: 'CodeMismatchException',
  message: 'Invalid verification code provided, please try again.',
};
const expired = { name: 'ExpiredCodeException', message: 'Invalid code provided, please request a code again.' };

/** A user who asked for a code. */
const forgetful = async (
  settings: Parameters<typeof makePool>[0] = {},
  client: Parameters<typeof makePool>[1] = {},
) => {
  const pool = await makePool(settings, client);
  const user = await makeUser(pool);
  await forgot(pool, user.username);
  return { pool, user, code: await codeFor(user.email) };
};

describe('ConfirmForgotPassword', () => {
  it('sets a new password by the code', async () => {
    const { pool, user, code } = await forgetful();

    await confirmForgot(pool, user.username, code);

    await expect(signIn(pool, user, { secret: newPassword })).resolves.toBeDefined();
    await expect(signIn(pool, user, { secret: password })).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('leaves the old password in force until then', async () => {
    const { pool, user } = await forgetful();
    await expect(signIn(pool, user)).resolves.toBeDefined();
  });

  it('leaves sign-ins as they are', async () => {
    const { pool, user, code } = await forgetful();
    const { AccessToken } = await signIn(pool, user);
    await confirmForgot(pool, user.username, code);
    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).resolves.toBeDefined();
  });

  it('takes a code once', async () => {
    const { pool, user, code } = await forgetful();
    await confirmForgot(pool, user.username, code);
    await expect(confirmForgot(pool, user.username, code)).rejects.toMatchObject(expired);
  });

  it('takes a code for an hour', async () => {
    const { pool, user, code } = await forgetful();
    await expect(confirmForgot(pool, user.username, code, {}, { ahead: hour + 1000 })).rejects.toMatchObject(expired);
    await expect(confirmForgot(pool, user.username, code, {}, { ahead: hour - 60_000 })).resolves.toBeDefined();
  });

  it('refuses another code, ten times an hour', async () => {
    const { pool, user, code } = await forgetful();
    for (let count = 0; count < 10; count++) {
      await expect(confirmForgot(pool, user.username, otherThan(code))).rejects.toMatchObject(mismatch);
    }
    await expect(confirmForgot(pool, user.username, code)).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Attempt limit exceeded, please try after some time.',
    });
  });

  it('refuses a code that was never asked for', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    await expect(confirmForgot(pool, username, '123456')).rejects.toMatchObject(expired);
  });

  it('refuses a code that went to an address that is the user’s no more', async () => {
    const { pool, user, code } = await forgetful();
    const UserAttributes = [
      { Name: 'email', Value: anEmail() },
      { Name: 'email_verified', Value: 'true' },
    ];
    await adminClient().send(
      new AdminUpdateUserAttributesCommand({ UserPoolId: pool.poolId, Username: user.username, UserAttributes }),
    );
    await expect(confirmForgot(pool, user.username, code)).rejects.toMatchObject(expired);
  });

  it('refuses a code that is older than the password', async () => {
    const { pool, user, code } = await forgetful();
    const { username } = user;
    await adminClient().send(
      new AdminSetUserPasswordCommand({
        UserPoolId: pool.poolId,
        Username: username,
        Password: 'Third-horse-3',
        Permanent: true,
      }),
    );
    await expect(confirmForgot(pool, username, code)).rejects.toMatchObject(expired);
  });

  it('holds the new password to the policy and the history, and keeps the code for the next try', async () => {
    const { pool, user, code } = await forgetful({ Policies: { PasswordPolicy: { PasswordHistorySize: 1 } } });
    await expect(confirmForgot(pool, user.username, code, { Password: 'Horse1' })).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: 'Password did not conform with policy: Password not long enough',
    });
    await expect(confirmForgot(pool, user.username, code, { Password: password })).rejects.toMatchObject({
      name: 'PasswordHistoryPolicyViolationException',
    });
    await expect(confirmForgot(pool, user.username, code)).resolves.toBeDefined();
  });

  it('ends a lockout', async () => {
    const { pool, user, code } = await forgetful();
    const start = Date.now();
    const signInAt = (at: number, secret: string) => beginSignIn(pool, user.username, secret, { at });
    for (let count = 0; count < 8; count++) {
      await signInAt(start + count * 60_000, 'Wrong-horse-1').catch(() => undefined);
    }
    const at = start + 7 * 60_000 + 1000;
    await expect(signInAt(at, password)).rejects.toMatchObject({ message: 'Password attempts exceeded' });
    await confirmForgot(pool, user.username, code, {}, { at });
    await expect(signInAt(at, newPassword)).resolves.toHaveProperty('AuthenticationResult.AccessToken');
  });

  it('says who is not there or disabled to clients that may know', async () => {
    const { pool, user, code } = await forgetful();
    await expect(confirmForgot(pool, 'nobody', '123456')).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'Username/client id combination not found.',
    });
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: user.username }));
    await expect(confirmForgot(pool, user.username, code)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User is disabled.',
    });
  });

  it('answers the same for a user and for nobody where clients hide who is there', async () => {
    const { pool, user, code } = await forgetful({}, hiding);
    const { username: unasked } = await makeUser(pool);
    await expect(confirmForgot(pool, unasked, '123456')).rejects.toMatchObject(mismatch);
    await expect(confirmForgot(pool, 'nobody', '123456')).rejects.toMatchObject(mismatch);
    await forgot(pool, 'nobody');
    await expect(confirmForgot(pool, 'nobody', '123456')).rejects.toMatchObject(mismatch);

    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: user.username }));
    await expect(confirmForgot(pool, user.username, code)).rejects.toMatchObject(mismatch);
  });
});
