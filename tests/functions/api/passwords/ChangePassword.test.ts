import {
  AdminResetUserPasswordCommand,
  ChangePasswordCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';
import { confirmForgot, forgot, newPassword } from '#tests/support/recovery.ts';
import { beginSignIn, signIn } from '#tests/support/sign-in.ts';

const minute = 60_000;
const wrong = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

interface Change {
  readonly from?: string;
  readonly to?: string;
  /** The time of the request, in epoch milliseconds. */
  readonly at?: number;
}

const change = (AccessToken: string, { from = password, to = newPassword, at }: Change = {}) =>
  publicClient(at === undefined ? {} : { at }).send(
    new ChangePasswordCommand({ AccessToken, PreviousPassword: from, ProposedPassword: to }),
  );

const signedIn = async (settings: Parameters<typeof makePool>[0] = {}) => {
  const pool = await makePool(settings);
  const user = await makeUser(pool);
  return { pool, user, token: (await signIn(pool, user)).AccessToken };
};

describe('ChangePassword', () => {
  it('changes the password and keeps the sign-in', async () => {
    const { pool, user, token } = await signedIn();

    await change(token);

    await expect(publicClient().send(new GetUserCommand({ AccessToken: token }))).resolves.toBeDefined();
    await expect(signIn(pool, user, { secret: newPassword })).resolves.toBeDefined();
    await expect(signIn(pool, user)).rejects.toMatchObject(wrong);
  });

  it('asks for the password in force', async () => {
    const { token } = await signedIn();
    await expect(change(token, { from: 'Wrong-horse-1' })).rejects.toMatchObject(wrong);
    const without = new ChangePasswordCommand({ AccessToken: token, ProposedPassword: newPassword });
    await expect(publicClient().send(without)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('counts wrong passwords with those of sign-in', async () => {
    const { pool, user, token } = await signedIn();
    // The first lockout lasts a second: the clock stands still, however slow the machine.
    const at = Date.now();
    for (let count = 0; count < 5; count++) {
      await expect(beginSignIn(pool, user.username, 'Wrong-horse-1', { at })).rejects.toMatchObject(wrong);
    }
    await expect(change(token, { at })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Password attempts exceeded',
    });
    await expect(change(token, { at: at + minute })).resolves.toBeDefined();
  });

  it('is tried five times an hour', async () => {
    const { token } = await signedIn();
    for (let count = 0; count < 5; count++) {
      await expect(change(token, { from: 'Wrong-horse-1' })).rejects.toMatchObject(wrong);
    }
    await expect(change(token)).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Attempt limit exceeded, please try after some time.',
    });
  });

  it('holds the new password to the policy and the history', async () => {
    const { token } = await signedIn({ Policies: { PasswordPolicy: { MinimumLength: 9, PasswordHistorySize: 2 } } });
    await expect(change(token, { to: 'Horse-1' })).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: 'Password did not conform with policy: Password not long enough',
    });
    await change(token);
    await expect(change(token, { from: newPassword, to: password })).rejects.toMatchObject({
      name: 'PasswordHistoryPolicyViolationException',
    });
  });

  it('withdraws a reset code that is still out', async () => {
    const { pool, user, token } = await signedIn();
    await forgot(pool, user.username);
    await change(token);
    await expect(confirmForgot(pool, user.username, await codeFor(user.email))).rejects.toMatchObject({
      name: 'ExpiredCodeException',
    });
  });

  it('does not go round a reset that an administrator asked for', async () => {
    const { pool, user, token } = await signedIn();
    await adminClient().send(new AdminResetUserPasswordCommand({ UserPoolId: pool.poolId, Username: user.username }));
    await expect(change(token)).rejects.toMatchObject({
      name: 'PasswordResetRequiredException',
      message: 'Password reset required for the user',
    });
  });

  it('refuses what is no access token', async () => {
    await expect(change('a.b.c')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid Access Token',
    });
  });
});
