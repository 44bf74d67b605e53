import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateUserAttributesCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { anEmail, aPhoneNumber, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { scriptedFunction } from '#tests/support/scripted-functions.ts';
import { answerChallenge, beginSignIn } from '#tests/support/sign-in.ts';

type Factor = 'SMSMfaSettings' | 'EmailMfaSettings';

const userWith = async (pool: TestPool, on: readonly Factor[], preferred?: Factor) => {
  const phone = aPhoneNumber();
  const user = await makeUser(pool, { attributes: [{ Name: 'phone_number', Value: phone }] });
  const settings = on.map((factor) => [factor, { Enabled: true, PreferredMfa: factor === preferred }]);
  await adminClient().send(
    new AdminSetUserMFAPreferenceCommand({
      UserPoolId: pool.poolId,
      Username: user.username,
      ...Object.fromEntries(settings),
    }),
  );
  return { ...user, phone };
};

const another = (code: string): string => String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');

const mismatch = { name: 'CodeMismatchException', message: 'Invalid code or auth state for the user.' };

describe('a second factor by message', () => {
  it('goes by SMS, and proves the number', async () => {
    const pool = await makeMfaPool();
    const { username: USERNAME, phone } = await userWith(pool, ['SMSMfaSettings']);
    const asked = await beginSignIn(pool, USERNAME);
    expect(asked).toMatchObject({
      ChallengeName: 'SMS_MFA',
      ChallengeParameters: {
        CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
        CODE_DELIVERY_DESTINATION: expect.stringMatching(new RegExp(`^\\+\\*+${phone.slice(-4)}$`)),
      },
    });
    const code = await codeFor(phone);
    expect(code).toMatch(/^\d{6}$/);
    await expect(answerChallenge(pool, asked, { USERNAME, SMS_MFA_CODE: another(code) })).rejects.toMatchObject(
      mismatch,
    );
    const done = await answerChallenge(pool, asked, { USERNAME, SMS_MFA_CODE: code });
    expect(done.AuthenticationResult?.AccessToken).toBeTruthy();
    await expect(answerChallenge(pool, asked, { USERNAME, SMS_MFA_CODE: code })).rejects.toMatchObject({
      message: 'Invalid session for the user, session can only be used once.',
    });
    const { UserAttributes } = await adminClient().send(
      new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: USERNAME }),
    );
    expect(UserAttributes).toContainEqual({ Name: 'phone_number_verified', Value: 'true' });
  });

  it('goes by e-mail, in the words of the pool', async () => {
    const pool = await makeMfaPool({ email: { Message: 'Enter {####} now', Subject: 'Your way in' } });
    const { username: USERNAME, email } = await userWith(pool, ['EmailMfaSettings']);
    const asked = await beginSignIn(pool, USERNAME);
    expect(asked).toMatchObject({
      ChallengeName: 'EMAIL_OTP',
      ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL' },
    });
    const code = await codeFor(email);
    expect((await mailTo(email)).at(-1)).toMatchObject({ subject: 'Your way in', body: `Enter ${code} now` });
    const done = await answerChallenge(pool, asked, { USERNAME, EMAIL_OTP_CODE: code });
    expect(done.AuthenticationResult?.AccessToken).toBeTruthy();
  });

  it('is for the user to choose where none is preferred, and the preferred one where one is', async () => {
    const pool = await makeMfaPool();
    const both: Factor[] = ['SMSMfaSettings', 'EmailMfaSettings'];
    const { username: USERNAME, email } = await userWith(pool, both);
    const choice = await beginSignIn(pool, USERNAME);
    expect(choice).toMatchObject({
      ChallengeName: 'SELECT_MFA_TYPE',
      ChallengeParameters: { MFAS_CAN_CHOOSE: '["SMS_MFA","EMAIL_OTP"]' },
    });
    await expect(answerChallenge(pool, choice, { USERNAME, ANSWER: 'SOFTWARE_TOKEN_MFA' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    const asked = await answerChallenge(pool, choice, { USERNAME, ANSWER: 'EMAIL_OTP' });
    expect(asked.ChallengeName).toBe('EMAIL_OTP');
    const done = await answerChallenge(pool, asked, { USERNAME, EMAIL_OTP_CODE: await codeFor(email) });
    expect(done.AuthenticationResult?.AccessToken).toBeTruthy();

    const decided = await userWith(pool, both, 'SMSMfaSettings');
    expect((await beginSignIn(pool, decided.username)).ChallengeName).toBe('SMS_MFA');
  });

  it('is asked of whoever has one where the pool insists, after a new password too', async () => {
    const pool = await makeMfaPool({ mode: 'ON', softwareToken: false });
    const phone = aPhoneNumber();
    const { User } = await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: pool.poolId,
        Username: anEmail().replace('@', '.'),
        TemporaryPassword: password,
        MessageAction: 'SUPPRESS',
        UserAttributes: [{ Name: 'phone_number', Value: phone }],
      }),
    );
    const USERNAME = User?.Username ?? '';
    const first = await beginSignIn(pool, USERNAME);
    expect(first.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    const asked = await answerChallenge(pool, first, { USERNAME, NEW_PASSWORD: 'Another-horse-2' });
    expect(asked.ChallengeName).toBe('SMS_MFA');
    const done = await answerChallenge(pool, asked, { USERNAME, SMS_MFA_CODE: await codeFor(phone) });
    expect(done.AuthenticationResult?.AccessToken).toBeTruthy();
    expect((await beginSignIn(pool, USERNAME, 'Another-horse-2')).ChallengeName).toBe('SMS_MFA');
  });

  it('is asked of a user who is brought along with one, and nobody is brought along who can get no code', async () => {
    const phone_number = aPhoneNumber();
    const migrating = (userAttributes: Record<string, string>) => ({
      LambdaConfig: {
        UserMigration: scriptedFunction({ userAttributes, finalUserStatus: 'CONFIRMED', enableSMSMFA: true }),
      },
    });
    const pool = await makeMfaPool({}, migrating({ phone_number }));
    const asked = await beginSignIn(pool, 'ada');
    expect(asked.ChallengeName).toBe('SMS_MFA');
    const right = { USERNAME: 'ada', SMS_MFA_CODE: await codeFor(phone_number) };
    expect((await answerChallenge(pool, asked, right)).AuthenticationResult).toHaveProperty('AccessToken');

    const refused = { name: 'InvalidParameterException' };
    await expect(beginSignIn(await makeMfaPool({}, migrating({})), 'ada')).rejects.toMatchObject(refused);
    const silent = await makePool(migrating({ phone_number }));
    await expect(beginSignIn(silent, 'ada')).rejects.toMatchObject(refused);
    const gone = new AdminGetUserCommand({ UserPoolId: silent.poolId, Username: 'ada' });
    await expect(adminClient().send(gone)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('locks out who guesses, and a right password between guesses forgives nothing', async () => {
    const pool = await makeMfaPool();
    // The first lockout lasts a second: the clock stands still, however slow the machine.
    const clock = { at: Date.now() };
    const { username: USERNAME, phone } = await userWith(pool, ['SMSMfaSettings']);
    for (let n = 0; n < 5; n++) {
      const asked = await beginSignIn(pool, USERNAME, undefined, clock);
      const wrong = another(await codeFor(phone));
      await expect(answerChallenge(pool, asked, { USERNAME, SMS_MFA_CODE: wrong }, clock)).rejects.toMatchObject(
        mismatch,
      );
    }
    const asked = await beginSignIn(pool, USERNAME, undefined, clock);
    await expect(
      answerChallenge(pool, asked, { USERNAME, SMS_MFA_CODE: await codeFor(phone) }, clock),
    ).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Password attempts exceeded',
    });
  });

  it('goes to an address of any length, and proves no other', async () => {
    const pool = await makeMfaPool();
    const email = `${'a'.repeat(1200)}@example.com`;
    const { username: USERNAME } = await makeUser(pool, { email });
    const Username = USERNAME;
    await adminClient().send(
      new AdminSetUserMFAPreferenceCommand({ UserPoolId: pool.poolId, Username, EmailMfaSettings: { Enabled: true } }),
    );
    const asked = await beginSignIn(pool, USERNAME);
    const done = await answerChallenge(pool, asked, { USERNAME, EMAIL_OTP_CODE: await codeFor(email) });
    expect(done.AuthenticationResult?.AccessToken).toBeTruthy();

    const again = await beginSignIn(pool, USERNAME);
    const EMAIL_OTP_CODE = await codeFor(email);
    const UserAttributes = [{ Name: 'email', Value: anEmail() }];
    await adminClient().send(
      new AdminUpdateUserAttributesCommand({ UserPoolId: pool.poolId, Username, UserAttributes }),
    );
    await expect(answerChallenge(pool, again, { USERNAME, EMAIL_OTP_CODE })).rejects.toMatchObject(mismatch);
  });

  it('is not what an account is recovered by', async () => {
    const pool = await makeMfaPool();
    const { username, email } = await userWith(pool, ['EmailMfaSettings']);
    const forgot = () =>
      publicClient().send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: username }));
    await expect(forgot()).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Cannot reset password for the user as there is no registered/verified email or phone_number',
    });
    expect(await mailTo(email)).toEqual([]);
  });
});
