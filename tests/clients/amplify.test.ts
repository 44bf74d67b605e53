import { Amplify } from 'aws-amplify';
import {
  confirmResetPassword,
  confirmSignUp,
  deleteUser,
  fetchAuthSession,
  fetchUserAttributes,
  resetPassword,
  signIn,
  signOut,
  signUp,
  updatePassword,
} from 'aws-amplify/auth';
import { describe, expect, it } from 'vitest';
import { codeFor } from '#tests/support/mailbox.ts';
import { anEmail, makePool, password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

const configure = async (rotating: boolean): Promise<void> => {
  const { poolId, clientId } = await makePool(
    { AutoVerifiedAttributes: ['email'] },
    rotating
      ? {
          ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
          RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
        }
      : {},
  );
  Amplify.configure({
    Auth: { Cognito: { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: stack().endpoint } },
  });
};

describe('aws-amplify', () => {
  it('takes a user from sign-up to a deleted account', async () => {
    await configure(false);
    const email = anEmail();
    const options = { userAttributes: { email } };

    const { nextStep } = await signUp({ username: 'ada', password, options });
    expect(nextStep.signUpStep).toBe('CONFIRM_SIGN_UP');
    await confirmSignUp({ username: 'ada', confirmationCode: await codeFor(email) });

    await expect(signIn({ username: 'ada', password: 'Wrong-horse-1' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    expect(await signIn({ username: 'ada', password })).toMatchObject({ isSignedIn: true });
    expect(await fetchUserAttributes()).toMatchObject({ email, email_verified: 'true' });
    await updatePassword({ oldPassword: password, newPassword: 'Another-horse-1' });
    await signOut({ global: true });

    await resetPassword({ username: 'ada' });
    const confirmationCode = await codeFor(email);
    await confirmResetPassword({ username: 'ada', confirmationCode, newPassword: 'Third-horse-1' });
    await signIn({ username: 'ada', password: 'Third-horse-1', options: { authFlowType: 'USER_PASSWORD_AUTH' } });
    await deleteUser();
    await expect(signIn({ username: 'ada', password: 'Third-horse-1' })).rejects.toBeDefined();
  });

  it.each([false, true])('refreshes its session, with rotation %s', async (rotating) => {
    await configure(rotating);
    const email = anEmail();
    await signUp({ username: 'ada', password, options: { userAttributes: { email } } });
    await confirmSignUp({ username: 'ada', confirmationCode: await codeFor(email) });
    await signIn({ username: 'ada', password });
    const before = await fetchAuthSession();
    const after = await fetchAuthSession({ forceRefresh: true });
    const again = await fetchAuthSession({ forceRefresh: true });
    expect(after.tokens?.accessToken.payload.jti).not.toBe(before.tokens?.accessToken.payload.jti);
    expect(again.tokens?.accessToken.payload.origin_jti).toBe(before.tokens?.accessToken.payload.origin_jti);
    await signOut();
  });
});
