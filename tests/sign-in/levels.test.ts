import {
  AdminUpdateUserAttributesCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { register, toRequestOptions } from '#tests/support/passkeys.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';
import { answerChallenge, beginSignIn, signIn } from '#tests/support/sign-in.ts';
import { ask, contextOf, loa, makeLevelPool, makeLevelUser, withPassword } from '#tests/support/step-up.ts';
import { answerTotp, codeOf, enrol, stepMs } from '#tests/support/totp.ts';

const unreachable = {
  name: 'InvalidParameterException',
  message: 'The user cannot reach the requested authentication level.',
};

describe('the claims acr and amr', () => {
  it('are absent where nothing asks for them', async () => {
    const pool = await makeLevelPool();
    const { username } = await makeUser(pool);
    const plain = await beginSignIn(pool, username);
    expect(contextOf(plain)).toEqual({ authTime: expect.any(Number) });
    const chosen = await ask(pool, username, { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password, MAX_AGE: '60' });
    expect(contextOf(chosen)).toEqual({ authTime: expect.any(Number) });
  });

  it('are in all tokens of a pool that names its levels, by those names, and stay with them', async () => {
    const pool = await makePool({ AcrConfiguration: { Level1: { AcrValue: 'bronze' } } });
    const { username } = await makeUser(pool);
    const first = await beginSignIn(pool, username);
    expect(contextOf(first)).toMatchObject({ acr: 'bronze', amr: ['pwd'] });

    await adminClient().send(
      new UpdateUserPoolCommand({ UserPoolId: pool.poolId, AcrConfiguration: { Level1: { AcrValue: 'tin' } } }),
    );
    const RefreshToken = first.AuthenticationResult?.RefreshToken;
    const refreshed = await publicClient({ ahead: 11_000 }).send(
      new GetTokensFromRefreshTokenCommand({ ClientId: pool.clientId, RefreshToken }),
    );
    expect(contextOf(refreshed)).toEqual(contextOf(first));
    const second = await beginSignIn(pool, username, password, { ahead: 11_000 });
    expect(contextOf(second)).toMatchObject({ acr: 'tin' });
  });

  it('say level 1 after a password', async () => {
    const pool = await makeLevelPool();
    const { username } = await makeUser(pool);
    expect(contextOf(await withPassword(pool, username, loa(1)))).toMatchObject({ acr: loa(1), amr: ['pwd'] });
  });

  it('say level 2 after a code by e-mail alone', async () => {
    const pool = await makeLevelPool();
    const { username: USERNAME, email } = await makeUser(pool);
    const asked = await ask(pool, USERNAME, { PREFERRED_CHALLENGE: 'EMAIL_OTP', TARGET_ACR_VALUES: loa(2) });
    const done = await answerChallenge(pool, asked, { USERNAME, EMAIL_OTP_CODE: await codeFor(email) });
    expect(contextOf(done)).toMatchObject({ acr: loa(2), amr: ['email_otp'] });
  });

  it('say level 3 after a password and a code, though nobody requires a second factor', async () => {
    const pool = await makeLevelPool();
    const { username: USERNAME, phone } = await makeLevelUser(pool, ['SMSMfaSettings']);
    const asked = await withPassword(pool, USERNAME, loa(3));
    expect(asked.ChallengeName).toBe('SMS_MFA');
    const done = await answerChallenge(pool, asked, { USERNAME, SMS_MFA_CODE: await codeFor(phone) });
    expect(contextOf(done)).toMatchObject({ acr: loa(3), amr: ['pwd', 'sms', 'mfa'] });
  });

  it('say level 3 after a passkey, and how it is kept', async () => {
    const pool = await makeLevelPool();
    const user = await makeUser(pool);
    const authenticator = await register(await signIn(pool, user));
    const { username: USERNAME } = user;
    const asked = await ask(pool, USERNAME, { PREFERRED_CHALLENGE: 'WEB_AUTHN', TARGET_ACR_VALUES: loa(3) });
    const CREDENTIAL = authenticator.sign(toRequestOptions(asked.ChallengeParameters));
    const done = await answerChallenge(pool, asked, { USERNAME, CREDENTIAL });
    expect(contextOf(done)).toMatchObject({ acr: loa(3), amr: ['swk'] });
  });

  it('say level 4 after a password and an app, and keep saying so after a refresh', async () => {
    const pool = await makeLevelPool();
    const user = await enrol(pool, await makeUser(pool));
    const at = user.enrolledAt + stepMs;
    const asked = await withPassword(pool, user.username, loa(4), { at });
    const done = await answerTotp(pool, user, asked.Session, codeOf(user.secret, at), at);
    expect(contextOf(done)).toMatchObject({ acr: loa(4), amr: ['pwd', 'otp', 'mfa'] });
    const { RefreshToken = '' } = done.AuthenticationResult ?? {};
    const refreshed = await publicClient({ at: at + 60_000 }).send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: RefreshToken },
      }),
    );
    expect(contextOf(refreshed)).toEqual(contextOf(done));
  });

  it('count no factor that is set up in the sign-in itself', async () => {
    const pool = await makeLevelPool('ON', {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } },
    });
    const { username: USERNAME, email } = await makeUser(pool);
    await adminClient().send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: pool.poolId,
        Username: USERNAME,
        UserAttributes: [{ Name: 'email', Value: '' }],
      }),
    );
    const asked = await withPassword(pool, USERNAME, loa(1));
    expect(asked.ChallengeName).toBe('MFA_SETUP');
    const sent = await answerChallenge(pool, asked, { USERNAME, EMAIL: email });
    const done = await answerChallenge(pool, sent, { USERNAME, EMAIL_OTP_CODE: await codeFor(email) });
    expect(contextOf(done)).toMatchObject({ acr: loa(1), amr: ['pwd'] });
  });
});

describe('TARGET_ACR_VALUES', () => {
  it('takes the first level that the user can reach', async () => {
    const pool = await makeLevelPool();
    const user = await makeUser(pool);
    await adminClient().send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: pool.poolId,
        Username: user.username,
        UserAttributes: [{ Name: 'email_verified', Value: 'false' }],
      }),
    );
    const given = `urn:nobody ${loa(4)} ${loa(3)} ${loa(1)}`;
    expect(contextOf(await withPassword(pool, user.username, given))).toMatchObject({ acr: loa(1) });

    const withApp = await enrol(pool, await makeUser(pool));
    expect(await withPassword(pool, withApp.username, given)).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' });
  });

  it('is out of reach for a user without the factors, which only the right password tells', async () => {
    const pool = await makeLevelPool();
    const { username: USERNAME } = await makeUser(pool);
    const begun = await ask(pool, USERNAME, { TARGET_ACR_VALUES: loa(4) });
    expect(begun).toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD'],
    });
    const wrong = { USERNAME, ANSWER: 'PASSWORD', PASSWORD: 'Wrong-horse-1' };
    await expect(answerChallenge(pool, begun, wrong)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(answerChallenge(pool, begun, { ...wrong, PASSWORD: password })).rejects.toMatchObject(unreachable);
    await expect(withPassword(pool, USERNAME, loa(4))).rejects.toMatchObject(unreachable);
  });

  it('offers the same for a name that nobody has', async () => {
    const pool = await makeLevelPool('OPTIONAL', {}, { PreventUserExistenceErrors: 'ENABLED' });
    const { username } = await makeUser(pool);
    for (const level of [1, 2, 3, 4] as const) {
      const parameters = { TARGET_ACR_VALUES: loa(level) };
      const known = await ask(pool, username, parameters);
      const unknown = await ask(pool, 'nobody', parameters);
      expect(unknown.AvailableChallenges).toEqual(known.AvailableChallenges);
      expect(unknown.Session?.length).toBe(known.Session?.length);
      expect(unknown.AvailableChallenges?.includes('EMAIL_OTP')).toBe(level < 3);
    }
    const error = withPassword(pool, 'nobody', loa(4));
    await expect(error).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('goes on with the password after a code, and with the app after that', async () => {
    const pool = await makeLevelPool();
    const user = await enrol(pool, await makeUser(pool));
    // A user who asks for the app at every sign-in cannot begin with a code.
    await adminClient().send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: pool.poolId,
        MfaConfiguration: 'OPTIONAL',
        SoftwareTokenMfaConfiguration: { Enabled: false },
        EmailMfaConfiguration: {},
      }),
    );
    const at = user.enrolledAt + stepMs;
    const { username: USERNAME, email } = user;
    const target = { TARGET_ACR_VALUES: `${loa(3)} ${loa(2)}` };
    const asked = await ask(pool, USERNAME, { PREFERRED_CHALLENGE: 'EMAIL_OTP', ...target }, { at: at + 11_000 });
    expect(asked.ChallengeName).toBe('EMAIL_OTP');
    const clock = { at: at + 12_000 };
    const next = await answerChallenge(pool, asked, { USERNAME, EMAIL_OTP_CODE: await codeFor(email) }, clock);
    expect(next).toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD'],
    });
    await expect(answerChallenge(pool, next, { USERNAME, ANSWER: 'EMAIL_OTP' }, clock)).rejects.toMatchObject({
      message: 'Selected challenge is not available.',
    });
    const done = await answerChallenge(pool, next, { USERNAME, ANSWER: 'PASSWORD', PASSWORD: password }, clock);
    expect(contextOf(done)).toMatchObject({ acr: loa(3), amr: ['pwd', 'email_otp', 'mfa'] });
  });

  it('lets the user choose among the factors that reach the level', async () => {
    const pool = await makeLevelPool();
    const { username: USERNAME, email } = await makeLevelUser(pool);
    const asked = await withPassword(pool, USERNAME, loa(3));
    expect(asked).toMatchObject({
      ChallengeName: 'SELECT_MFA_TYPE',
      ChallengeParameters: { MFAS_CAN_CHOOSE: JSON.stringify(['SMS_MFA', 'EMAIL_OTP']) },
    });
    await expect(answerChallenge(pool, asked, { USERNAME, ANSWER: 'SOFTWARE_TOKEN_MFA' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    const chosen = await answerChallenge(pool, asked, { USERNAME, ANSWER: 'EMAIL_OTP' });
    const done = await answerChallenge(pool, chosen, { USERNAME, EMAIL_OTP_CODE: await codeFor(email) });
    expect(contextOf(done)).toMatchObject({ acr: loa(3), amr: ['pwd', 'email_otp', 'mfa'] });
  });

  it('counts no code at an address that nobody has verified', async () => {
    const pool = await makeLevelPool();
    const { username, phone } = await makeLevelUser(pool, ['SMSMfaSettings']);
    const UserAttributes = [
      { Name: 'phone_number_verified', Value: 'false' },
      { Name: 'email_verified', Value: 'false' },
    ];
    await adminClient().send(
      new AdminUpdateUserAttributesCommand({ UserPoolId: pool.poolId, Username: username, UserAttributes }),
    );
    await expect(withPassword(pool, username, loa(3))).rejects.toMatchObject(unreachable);
    expect(await mailTo(phone)).toEqual([]);
  });

  it('does not lower what the pool requires', async () => {
    const pool = await makeLevelPool('ON', { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } } });
    const { username: USERNAME, phone } = await makeLevelUser(pool, ['SMSMfaSettings']);
    const asked = await withPassword(pool, USERNAME, loa(1));
    expect(asked.ChallengeName).toBe('SMS_MFA');
    const done = await answerChallenge(pool, asked, { USERNAME, SMS_MFA_CODE: await codeFor(phone) });
    expect(contextOf(done)).toMatchObject({ acr: loa(3), amr: ['pwd', 'sms', 'mfa'] });
  });

  it.each<[string, Record<string, string>, string]>([
    ['names that the pool does not have', { TARGET_ACR_VALUES: 'urn:nobody' }, 'names no authentication level'],
    ['nothing', { TARGET_ACR_VALUES: '' }, 'names no authentication level'],
    ['a time below zero', { TARGET_ACR_VALUES: loa(1), MAX_AGE: '-1' }, 'MAX_AGE must be a whole number'],
    ['a time that is no number', { MAX_AGE: '1e3' }, 'MAX_AGE must be a whole number'],
    ['half a second', { MAX_AGE: '0.5' }, 'MAX_AGE must be a whole number'],
    ['no time', { MAX_AGE: '' }, 'MAX_AGE must be a whole number'],
    ['a time without end', { MAX_AGE: '2147483648' }, 'MAX_AGE must be a whole number'],
    ['a token without a level', { ACCESS_TOKEN: 'x' }, 'ACCESS_TOKEN needs TARGET_ACR_VALUES.'],
  ])('is refused with %s', async (_what, parameters, message) => {
    const pool = await makeLevelPool('OFF');
    const { username } = await makeUser(pool);
    await expect(ask(pool, username, parameters)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(message),
    });
  });

  it.each(['TARGET_ACR_VALUES', 'MAX_AGE', 'ACCESS_TOKEN'])('and %s is refused in other flows', async (name) => {
    const pool = await makeLevelPool('OFF');
    const { username } = await makeUser(pool);
    const begun = publicClient().send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password, [name]: '1' },
      }),
    );
    await expect(begun).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `${name} is not supported in the flow USER_PASSWORD_AUTH.`,
    });
  });

  it('is not in the tier LITE', async () => {
    const pool = await makeLevelPool('OFF', { UserPoolTier: 'LITE' });
    const { username } = await makeUser(pool);
    await expect(withPassword(pool, username, loa(1))).rejects.toMatchObject({
      name: 'FeatureUnavailableInTierException',
      message: 'TARGET_ACR_VALUES is not available in the tier LITE.',
    });
  });

  it('goes by the names of the pool alone', async () => {
    const pool = await makeLevelPool('OFF', { AcrConfiguration: { Level1: { AcrValue: 'bronze' } } });
    const { username } = await makeUser(pool);
    await expect(withPassword(pool, username, loa(1))).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect(contextOf(await withPassword(pool, username, 'bronze'))).toMatchObject({ acr: 'bronze' });
  });
});
