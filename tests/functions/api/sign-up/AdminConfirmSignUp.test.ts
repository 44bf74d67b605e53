import { AdminConfirmSignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { mailTo } from '#tests/support/mailbox.ts';
import { makePool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { confirmSignUp, signUp, userOf } from '#tests/support/sign-up.ts';
import { functionArn } from '../../triggers/invoking.ts';

const adminConfirm = ({ poolId }: { poolId: string }, username: string) =>
  adminClient().send(new AdminConfirmSignUpCommand({ UserPoolId: poolId, Username: username }));

describe('AdminConfirmSignUp', () => {
  it('confirms a user without a code and verifies nothing', async () => {
    const pool = await makePool({ AutoVerifiedAttributes: ['email'] });
    const user = await signUp(pool);

    await adminConfirm(pool, user.username);

    const { status, attributes } = await userOf(pool, user.username);
    expect({ status, verified: attributes.email_verified }).toEqual({ status: 'CONFIRMED', verified: 'false' });
    await expect(signIn(pool, user)).resolves.toBeDefined();
    await expect(confirmSignUp(pool, user)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('confirms once', async () => {
    const pool = await makePool();
    const { username } = await signUp(pool);
    await adminConfirm(pool, username);
    await expect(adminConfirm(pool, username)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
  });

  it('calls the PostConfirmation trigger', async () => {
    const pool = await makePool({ LambdaConfig: { PostConfirmation: functionArn('welcomeMessage') } });
    const { username, email } = await signUp(pool);
    await adminConfirm(pool, username);
    expect((await mailTo(email)).at(-1)?.subject).toMatch(/^Welcome to /);
  });

  it('does not know a user who is not there', async () => {
    const pool = await makePool();
    await expect(adminConfirm(pool, 'nobody')).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });
});
