import { Amplify } from 'aws-amplify';
import {
  autoSignIn,
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  fetchUserAttributes,
  signIn,
  signOut,
  signUp,
} from 'aws-amplify/auth';
import { beforeEach, describe, expect, it } from 'vitest';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { anEmail, aPhoneNumber, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { otherThan } from '#tests/support/sign-up.ts';
import { stack } from '#tests/support/stack.ts';

const sender = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' };

describe('aws-amplify without a password', () => {
  let pool: TestPool;

  beforeEach(async () => {
    pool = await makePool(
      {
        AutoVerifiedAttributes: ['email'],
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'] } },
        SmsConfiguration: sender,
      },
      { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    );
    Amplify.configure({
      Auth: {
        Cognito: { userPoolId: pool.poolId, userPoolClientId: pool.clientId, userPoolEndpoint: stack().endpoint },
      },
    });
    return () => signOut();
  });

  it('signs in by a code sent to an email', async () => {
    const { username, email } = await makeUser(pool);

    const asked = await signIn({
      username,
      options: { authFlowType: 'USER_AUTH', preferredChallenge: 'EMAIL_OTP' },
    });
    expect(asked.nextStep).toMatchObject({
      signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE',
      codeDeliveryDetails: { deliveryMedium: 'EMAIL' },
    });
    const code = await codeFor(email);
    await expect(confirmSignIn({ challengeResponse: otherThan(code) })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    expect(await confirmSignIn({ challengeResponse: code })).toMatchObject({ isSignedIn: true });
    const { tokens } = await fetchAuthSession({ forceRefresh: true });
    expect(tokens?.idToken?.payload.email).toBe(email);
  });

  it('signs in by a code sent to a phone', async () => {
    const phone = aPhoneNumber();
    const attributes = [
      { Name: 'phone_number', Value: phone },
      { Name: 'phone_number_verified', Value: 'true' },
    ];
    const { username } = await makeUser(pool, { attributes });

    const asked = await signIn({ username, options: { authFlowType: 'USER_AUTH', preferredChallenge: 'SMS_OTP' } });
    expect(asked.nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_SMS_CODE');
    expect(await confirmSignIn({ challengeResponse: await codeFor(phone) })).toMatchObject({ isSignedIn: true });
  });

  it('lets the user choose among first factors', async () => {
    const { username, email } = await makeUser(pool);

    const { nextStep } = await signIn({ username, options: { authFlowType: 'USER_AUTH' } });
    expect(nextStep).toMatchObject({
      signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
      availableChallenges: expect.arrayContaining(['EMAIL_OTP', 'PASSWORD', 'PASSWORD_SRP']),
    });
    const chosen = await confirmSignIn({ challengeResponse: 'EMAIL_OTP' });
    expect(chosen.nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
    expect(await confirmSignIn({ challengeResponse: await codeFor(email) })).toMatchObject({ isSignedIn: true });
  });

  it.each(['PASSWORD', 'PASSWORD_SRP'] as const)('lets the user choose the password: %s', async (chosen) => {
    const { username } = await makeUser(pool);

    await signIn({ username, options: { authFlowType: 'USER_AUTH' } });
    const { nextStep } = await confirmSignIn({ challengeResponse: chosen });
    expect(nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_PASSWORD');
    expect(await confirmSignIn({ challengeResponse: password })).toMatchObject({ isSignedIn: true });
  });

  it.each(['PASSWORD', 'PASSWORD_SRP'] as const)('prefers the password: %s', async (preferredChallenge) => {
    const { username } = await makeUser(pool);
    const options = { authFlowType: 'USER_AUTH', preferredChallenge } as const;
    expect(await signIn({ username, password, options })).toMatchObject({ isSignedIn: true });
  });

  it('signs up without a password, and is signed in by the code of the sign-up', async () => {
    const [username, email] = ['ada', anEmail()];

    const { nextStep } = await signUp({
      username,
      options: { userAttributes: { email }, autoSignIn: { authFlowType: 'USER_AUTH' } },
    });
    expect(nextStep.signUpStep).toBe('CONFIRM_SIGN_UP');
    const confirmed = await confirmSignUp({ username, confirmationCode: await codeFor(email) });
    expect(confirmed.nextStep.signUpStep).toBe('COMPLETE_AUTO_SIGN_IN');
    expect(await autoSignIn()).toMatchObject({ isSignedIn: true });
    expect(await fetchUserAttributes()).toMatchObject({ email, email_verified: 'true' });
    expect(await mailTo(email)).toHaveLength(1);
  });
});
