import {
  AdminSetUserMFAPreferenceCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { anEmail, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';

const set = (UserPoolId: string, settings: object) =>
  callOwn<object>('SetUserPoolSignInSettings', { UserPoolId, ...settings });

const signIn = ({ clientId }: TestPool, USERNAME: string, PASSWORD: string, at = Date.now()) =>
  publicClient({ at }).send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );

describe('SetUserPoolSignInSettings', () => {
  it('answers what holds, and forgets what it is not given', async () => {
    const { poolId } = await makePool();
    const given = {
      Codes: { Recovery: { Length: 8, Seconds: 600 } },
      Lockout: { Failures: 3 },
      PasswordChange: { EndsSessions: true },
    };
    expect(await set(poolId, given)).toMatchObject({
      Codes: { Verification: { Length: 6, Seconds: 86_400 }, Recovery: { Length: 8, Seconds: 600 } },
      Lockout: { Failures: 3, LongestSeconds: 900 },
      PasswordChange: { EndsSessions: true },
    });
    expect(await set(poolId, {})).toEqual(await callOwn('GetUserPoolSignInSettings', { UserPoolId: poolId }));
    expect(await set(poolId, {})).toMatchObject({
      Codes: { Recovery: { Length: 6, Seconds: 3600 } },
      PasswordChange: { EndsSessions: false },
    });
  });

  it('makes codes longer, and lets them die sooner', async () => {
    const pool = await makeMfaPool({}, { AutoVerifiedAttributes: ['email'] });
    await set(pool.poolId, {
      Codes: {
        Verification: { Length: 10 },
        Recovery: { Length: 7, Seconds: 60 },
        Authentication: { Length: 9, Seconds: 60 },
      },
    });
    const newcomer = anEmail();
    const UserAttributes = [{ Name: 'email', Value: newcomer }];
    await publicClient().send(
      new SignUpCommand({
        ClientId: pool.clientId,
        Username: newcomer.split('@')[0],
        Password: password,
        UserAttributes,
      }),
    );
    expect(await codeFor(newcomer)).toMatch(/^\d{10}$/);

    const { username: Username, email } = await makeUser(pool);
    await publicClient().send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username }));
    const ConfirmationCode = await codeFor(email);
    expect(ConfirmationCode).toMatch(/^\d{7}$/);
    await expect(
      publicClient({ ahead: 61_000 }).send(
        new ConfirmForgotPasswordCommand({ ClientId: pool.clientId, Username, ConfirmationCode, Password: password }),
      ),
    ).rejects.toMatchObject({ name: 'ExpiredCodeException' });

    await adminClient().send(
      new AdminSetUserMFAPreferenceCommand({ UserPoolId: pool.poolId, Username, EmailMfaSettings: { Enabled: true } }),
    );
    const { Session } = await signIn(pool, Username, password);
    const EMAIL_OTP_CODE = await codeFor(email);
    expect(EMAIL_OTP_CODE).toMatch(/^\d{9}$/);
    await expect(
      publicClient({ ahead: 61_000 }).send(
        new RespondToAuthChallengeCommand({
          ClientId: pool.clientId,
          ChallengeName: 'EMAIL_OTP',
          Session,
          ChallengeResponses: { USERNAME: Username, EMAIL_OTP_CODE },
        }),
      ),
    ).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('locks out sooner, and for no longer than is set', async () => {
    const pool = await makePool();
    await set(pool.poolId, { Lockout: { Failures: 2, LongestSeconds: 60, QuietSeconds: 3600 } });
    const { username } = await makeUser(pool);
    const start = Date.now();
    const wrong = (ahead = 0) => expect(signIn(pool, username, 'Wrong-horse-1', start + ahead)).rejects;
    await wrong().toMatchObject({ message: 'Incorrect username or password.' });
    await wrong().toMatchObject({ message: 'Incorrect username or password.' });
    await wrong().toMatchObject({ message: 'Password attempts exceeded' });
    // The lockout doubles from one second up to a minute: without the maximum, the eighth failure would exceed that.
    for (let n = 1; n <= 8; n++) {
      await wrong(n * 61_000).toMatchObject({ message: 'Incorrect username or password.' });
    }
    const done = await signIn(pool, username, password, start + 9 * 61_000);
    expect(done.AuthenticationResult?.AccessToken).toBeTruthy();
  });

  it('locks out by wrong codes as by wrong passwords', async () => {
    const pool = await makeMfaPool();
    await set(pool.poolId, { Lockout: { Failures: 2 } });
    const { username: Username, email } = await makeUser(pool);
    await adminClient().send(
      new AdminSetUserMFAPreferenceCommand({ UserPoolId: pool.poolId, Username, EmailMfaSettings: { Enabled: true } }),
    );
    const at = Date.now();
    const { Session } = await signIn(pool, Username, password, at);
    const answer = (EMAIL_OTP_CODE: string) =>
      publicClient({ at }).send(
        new RespondToAuthChallengeCommand({
          ClientId: pool.clientId,
          ChallengeName: 'EMAIL_OTP',
          Session,
          ChallengeResponses: { USERNAME: Username, EMAIL_OTP_CODE },
        }),
      );
    const right = await codeFor(email);
    const wrong = right.startsWith('0') ? `1${right.slice(1)}` : `0${right.slice(1)}`;

    await expect(answer(wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await expect(answer(wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' });

    await expect(answer(right)).rejects.toMatchObject({ message: 'Password attempts exceeded' });
  });

  it('is not reset by UpdateUserPool', async () => {
    const { poolId: UserPoolId } = await makePool();
    const before = await set(UserPoolId, {
      Codes: { Verification: { Length: 9 } },
      Lockout: { Failures: 3 },
      PasswordChange: { EndsSessions: true },
    });

    await adminClient().send(new UpdateUserPoolCommand({ UserPoolId }));

    expect(await callOwn('GetUserPoolSignInSettings', { UserPoolId })).toEqual(before);
  });

  it.each([
    ['a code that is guessed too easily', { Codes: { Recovery: { Length: 5 } } }, /codes\.recovery\.length/],
    [
      'a code that is longer than people type',
      { Codes: { Verification: { Length: 11 } } },
      /codes\.verification\.length/,
    ],
    ['a code that lives for ever', { Codes: { Verification: { Seconds: 604_801 } } }, /codes\.verification\.seconds/],
    ['a code that outlives every Session', { Codes: { Authentication: { Seconds: 901 } } }, /authentication\.seconds/],
    ['a lockout that never comes', { Lockout: { Failures: 1000 } }, /lockout\.failures/],
    ['a lockout that is forgotten before it ends', { Lockout: { QuietSeconds: 60 } }, /must not be below/],
  ])('refuses %s', async (_what, settings, message) => {
    const { poolId } = await makePool();
    await expect(set(poolId, settings)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(message),
    });
  });
});
