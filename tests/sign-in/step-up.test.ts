import {
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  RevokeTokenCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient, secretHash } from '#tests/support/clients.ts';
import { confirmOffered, proveDevice, signInOn } from '#tests/support/devices.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { callOwnUnsigned } from '#tests/support/own-operations.ts';
import { register, toRequestOptions } from '#tests/support/passkeys.ts';
import { makeClient, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { scriptedFunction } from '#tests/support/scripted-functions.ts';
import { makeTrackedPool, sessionsOf } from '#tests/support/sessions.ts';
import { answerChallenge, beginSignIn, signIn } from '#tests/support/sign-in.ts';
import { ask, contextOf, loa, makeLevelPool, makeLevelUser, withPassword } from '#tests/support/step-up.ts';
import { answerTotp, codeOf, enrol, stepMs } from '#tests/support/totp.ts';

const refused = (message: string) => ({ name: 'NotAuthorizedException', message });

const enough = {
  name: 'InvalidParameterException',
  message: 'The access token already satisfies the requested authentication level.',
};

/** A user with a verified number, and a token for the password alone. */
const holder = async (pool: TestPool) => {
  const user = await makeLevelUser(pool);
  return { ...user, ...(await signIn(pool, user)) };
};

const target = (level: 1 | 2 | 3 | 4, ACCESS_TOKEN: string, more: Record<string, string> = {}) => ({
  TARGET_ACR_VALUES: loa(level),
  ACCESS_TOKEN,
  ...more,
});

describe('a step-up of an access token', () => {
  it('asks only for what the token lacks, and gives new tokens', async () => {
    const pool = await makeLevelPool();
    const user = await enrol(pool, await makeUser(pool));
    const at = user.enrolledAt + stepMs;
    const asked = await ask(pool, user.username, target(4, user.AccessToken), { at });
    expect(asked).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' });
    const code = codeOf(user.secret, at);
    const done = await answerTotp(pool, user, asked.Session, code, at);
    expect(contextOf(done)).toMatchObject({ acr: loa(4), amr: ['pwd', 'otp', 'mfa'] });
    expect(done.AuthenticationResult?.RefreshToken).toBeTruthy();
    await expect(answerTotp(pool, user, asked.Session, code, at)).rejects.toMatchObject({
      message: 'Invalid session for the user, session can only be used once.',
    });
  });

  it('goes on from a code to the password', async () => {
    const pool = await makeLevelPool();
    const { username: USERNAME, email } = await makeUser(pool);
    const begun = await ask(pool, USERNAME, { PREFERRED_CHALLENGE: 'EMAIL_OTP', TARGET_ACR_VALUES: loa(2) });
    const { AuthenticationResult } = await answerChallenge(pool, begun, {
      USERNAME,
      EMAIL_OTP_CODE: await codeFor(email),
    });
    const { AccessToken = '' } = AuthenticationResult ?? {};
    const asked = await ask(pool, USERNAME, target(3, AccessToken));
    expect(asked).toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD'],
    });
    const wrong = answerChallenge(pool, asked, { USERNAME, ANSWER: 'PASSWORD', PASSWORD: 'Wrong-horse-1' });
    await expect(wrong).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const preferred = { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password };
    const done = await ask(pool, USERNAME, target(3, AccessToken, preferred));
    expect(contextOf(done)).toMatchObject({ acr: loa(3), amr: ['pwd', 'email_otp', 'mfa'] });
  });

  it('takes a passkey where the user has no second factor', async () => {
    const pool = await makeLevelPool('OFF', {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
    });
    const user = await makeUser(pool);
    const { username: USERNAME } = user;
    const { AccessToken } = await signIn(pool, user);
    const authenticator = await register({ AccessToken });
    const asked = await ask(pool, USERNAME, target(3, AccessToken));
    expect(asked.ChallengeName).toBe('WEB_AUTHN');
    const CREDENTIAL = authenticator.sign(toRequestOptions(asked.ChallengeParameters));
    const done = await answerChallenge(pool, asked, { USERNAME, CREDENTIAL });
    expect(contextOf(done)).toMatchObject({ acr: loa(3), amr: ['pwd', 'swk', 'mfa'] });
    const { AccessToken: stronger = '' } = done.AuthenticationResult ?? {};
    await expect(ask(pool, USERNAME, target(3, stronger))).rejects.toMatchObject(enough);
  });

  it('keeps the time of the older proof', async () => {
    const pool = await makeLevelPool();
    const { username: USERNAME, email, phone, AccessToken } = await holder(pool);
    const clock = { ahead: 600_000 };
    const begun = await ask(pool, USERNAME, target(3, AccessToken), clock);
    const asked = await answerChallenge(pool, begun, { USERNAME, ANSWER: 'SMS_MFA' }, clock);
    const done = await answerChallenge(pool, asked, { USERNAME, SMS_MFA_CODE: await codeFor(phone) }, clock);
    const { authTime } = contextOf(done);
    expect(authTime).toBe(contextOf({ AuthenticationResult: { AccessToken, IdToken: AccessToken } }).authTime);
    expect(await mailTo(email)).toEqual([]);
  });

  it('starts from scratch where the token is older than MAX_AGE', async () => {
    const pool = await makeLevelPool();
    const { username, AccessToken } = await holder(pool);
    const fresh = await ask(pool, username, target(3, AccessToken, { MAX_AGE: '600' }), { ahead: 480_000 });
    expect(fresh.ChallengeName).toBe('SELECT_MFA_TYPE');
    const old = await ask(pool, username, target(3, AccessToken, { MAX_AGE: '600' }), { ahead: 610_000 });
    expect(old.ChallengeName).toBe('SELECT_CHALLENGE');
    const always = await ask(pool, username, target(1, AccessToken, { MAX_AGE: '0' }));
    expect(always.ChallengeName).toBe('SELECT_CHALLENGE');
    // The token itself goes on to work.
    await expect(ask(pool, username, target(1, AccessToken))).rejects.toMatchObject(enough);
  });

  it('is refused where the token is enough, or nothing else is in reach', async () => {
    const pool = await makeLevelPool();
    const { username, AccessToken } = await holder(pool);
    const given = { ACCESS_TOKEN: AccessToken };
    await expect(ask(pool, username, { ...given, TARGET_ACR_VALUES: loa(1) })).rejects.toMatchObject(enough);
    const either = `${loa(4)} ${loa(1)}`;
    await expect(ask(pool, username, { ...given, TARGET_ACR_VALUES: either })).rejects.toMatchObject(enough);
    await expect(ask(pool, username, { ...given, TARGET_ACR_VALUES: loa(4) })).rejects.toMatchObject({
      message: 'The user cannot reach the requested authentication level.',
    });
  });

  it('asks for a second factor where the pool began to require one', async () => {
    const pool = await makeLevelPool('OPTIONAL', {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } },
    });
    const { username, AccessToken } = await holder(pool);
    const factors = { SoftwareTokenMfaConfiguration: { Enabled: true }, EmailMfaConfiguration: {} };
    await adminClient().send(
      new SetUserPoolMfaConfigCommand({ UserPoolId: pool.poolId, MfaConfiguration: 'ON', ...factors }),
    );
    const asked = await ask(pool, username, target(1, AccessToken), { ahead: 11_000 });
    expect(asked.ChallengeName).toBe('SELECT_MFA_TYPE');
  });

  it('sets up no factor', async () => {
    const pool = await makeLevelPool('OPTIONAL', {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } },
    });
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);
    const SoftwareTokenMfaConfiguration = { Enabled: true };
    await adminClient().send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: pool.poolId,
        MfaConfiguration: 'ON',
        SoftwareTokenMfaConfiguration,
      }),
    );
    await adminClient().send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: pool.poolId,
        Username: user.username,
        UserAttributes: [{ Name: 'email', Value: '' }],
      }),
    );
    const clock = { ahead: 11_000 };
    await expect(ask(pool, user.username, target(1, AccessToken), clock)).rejects.toMatchObject({
      message: 'A second factor is required, and the user can set none up while signing in.',
    });
    expect(await withPassword(pool, user.username, loa(1), clock)).toMatchObject({ ChallengeName: 'MFA_SETUP' });
  });

  it('does not take a device for a factor, though it stands in for one', async () => {
    const pool = await makeLevelPool('ON', {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } },
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
    });
    const { username: USERNAME, phone } = await makeLevelUser(pool, ['SMSMfaSettings']);
    const begun = await beginSignIn(pool, USERNAME);
    const done = await answerChallenge(pool, begun, { USERNAME, SMS_MFA_CODE: await codeFor(phone) });
    const { device } = await confirmOffered(done.AuthenticationResult);
    expect(await signInOn(pool, { username: USERNAME }, device)).toMatchObject({ ChallengeName: 'DEVICE_SRP_AUTH' });
    const onDevice = { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password, DEVICE_KEY: device.key };
    const lower = await ask(pool, USERNAME, { ...onDevice, TARGET_ACR_VALUES: loa(1) });
    expect(lower.ChallengeName).toBe('DEVICE_SRP_AUTH');
    const higher = await ask(pool, USERNAME, { ...onDevice, TARGET_ACR_VALUES: loa(3) });
    expect(higher.ChallengeName).toBe('SMS_MFA');
    const code = await codeFor(phone);
    const last = await answerChallenge(pool, higher, { USERNAME, SMS_MFA_CODE: code });
    expect(last.ChallengeName).toBe('DEVICE_SRP_AUTH');
    const end = await proveDevice(pool, { username: USERNAME }, last, device);
    expect(contextOf(end)).toMatchObject({ acr: loa(3), amr: ['pwd', 'sms', 'mfa'] });
  });

  it('takes no recovery code for a level above the password', async () => {
    const pool = await makeLevelPool();
    const user = await enrol(pool, await makeUser(pool));
    const at = user.enrolledAt + stepMs;
    const { RecoveryCodes } = await callOwnUnsigned<{ RecoveryCodes: string[] }>(
      'CreateRecoveryCodes',
      { AccessToken: user.AccessToken },
      { at },
    );
    const [code = ''] = RecoveryCodes;
    const higher = await ask(pool, user.username, target(4, user.AccessToken), { at });
    await expect(answerTotp(pool, user, higher.Session, code, at)).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    const lower = await withPassword(pool, user.username, loa(1), { at });
    expect(lower.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    const done = await answerTotp(pool, user, lower.Session, code, at);
    expect(contextOf(done)).toMatchObject({ acr: loa(1), amr: ['pwd', 'mfa'] });
  });

  it('is there for servers, too', async () => {
    const pool = await makeLevelPool();
    const user = await enrol(pool, await makeUser(pool));
    const { username: USERNAME } = user;
    const at = user.enrolledAt + stepMs;
    const of = { UserPoolId: pool.poolId, ClientId: pool.clientId };
    const { ChallengeName, Session } = await adminClient({ at }).send(
      new AdminInitiateAuthCommand({
        ...of,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME, ...target(4, user.AccessToken) },
      }),
    );
    const SOFTWARE_TOKEN_MFA_CODE = codeOf(user.secret, at);
    const done = await adminClient({ at }).send(
      new AdminRespondToAuthChallengeCommand({
        ...of,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME, SOFTWARE_TOKEN_MFA_CODE },
      }),
    );
    expect(contextOf(done)).toMatchObject({ acr: loa(4) });
  });

  it('makes a session of its own, which begins now', async () => {
    const pool = await makeTrackedPool(1, {}, { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH'] });
    const factors = { SoftwareTokenMfaConfiguration: { Enabled: true }, EmailMfaConfiguration: {} };
    await adminClient().send(
      new SetUserPoolMfaConfigCommand({ UserPoolId: pool.poolId, MfaConfiguration: 'OPTIONAL', ...factors }),
    );
    const user = await makeUser(pool);
    const { username: USERNAME } = user;
    const clock = { ahead: 600_000 };
    const { AccessToken } = await signIn(pool, user);
    const asked = await ask(pool, USERNAME, target(3, AccessToken), clock);
    const EMAIL_OTP_CODE = await codeFor(user.email);
    const done = await answerChallenge(pool, asked, { USERNAME, EMAIL_OTP_CODE }, clock);
    const { AccessToken: stronger = '' } = done.AuthenticationResult ?? {};
    const [only, ...others] = await sessionsOf({ AccessToken: stronger }, clock);
    expect(others).toEqual([]);
    expect(only?.CreateDate?.getTime()).toBeGreaterThan(Date.now() + 500_000);
    await expect(sessionsOf({ AccessToken }, clock)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('a token for a step-up', () => {
  const notTheirs = refused('Access Token does not belong to the user and the client.');

  it('is of the same user, whether the name is somebody’s or not', async () => {
    const pool = await makeLevelPool('OPTIONAL', {}, { PreventUserExistenceErrors: 'ENABLED' });
    const { AccessToken } = await holder(pool);
    const { username } = await holder(pool);
    for (const name of [username, 'nobody']) {
      await expect(ask(pool, name, target(3, AccessToken))).rejects.toMatchObject(notTheirs);
    }
  });

  it('is of the same client', async () => {
    const pool = await makeLevelPool();
    const { username, AccessToken } = await holder(pool);
    const other = await makeClient(pool.poolId, { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] });
    await expect(ask(other, username, target(3, AccessToken))).rejects.toMatchObject(notTheirs);
  });

  it('has the scope of this API: otherwise it could be traded for one that has', async () => {
    const accessTokenGeneration = { scopesToSuppress: ['aws.cognito.signin.user.admin'], scopesToAdd: ['orders.read'] };
    const LambdaArn = scriptedFunction({ claimsAndScopeOverrideDetails: { accessTokenGeneration } });
    const pool = await makeLevelPool('OPTIONAL', {
      LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn } },
    });
    const { username, AccessToken } = await holder(pool);
    await expect(ask(pool, username, target(3, AccessToken))).rejects.toMatchObject(
      refused('Access Token does not have required scopes'),
    );
  });

  it('does not stand in for the secret of the client', async () => {
    const pool = await makeLevelPool('OPTIONAL', {}, { GenerateSecret: true });
    const user = await makeLevelUser(pool);
    const { username } = user;
    const { AccessToken } = await signIn(pool, user);
    await expect(ask(pool, username, target(3, AccessToken))).rejects.toMatchObject({
      message: expect.stringContaining('SECRET_HASH was not received'),
    });
    const SECRET_HASH = secretHash(username, pool.clientId, pool.clientSecret ?? '');
    const asked = await ask(pool, username, target(3, AccessToken, { SECRET_HASH }));
    expect(asked.ChallengeName).toBe('SELECT_MFA_TYPE');
  });

  it('is an access token, valid and not revoked', async () => {
    const pool = await makeLevelPool();
    const { username, AccessToken, IdToken, RefreshToken } = await holder(pool);
    for (const token of ['', 'x', `${AccessToken.slice(0, -4)}AAAA`, IdToken, RefreshToken]) {
      await expect(ask(pool, username, target(3, token))).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    }
    await expect(ask(pool, username, target(3, AccessToken), { ahead: 3_700_000 })).rejects.toMatchObject(
      refused('Access Token has expired'),
    );
    await publicClient().send(new RevokeTokenCommand({ ClientId: pool.clientId, Token: RefreshToken }));
    await expect(ask(pool, username, target(3, AccessToken))).rejects.toMatchObject(
      refused('Access Token has been revoked'),
    );
  });

  it.each(['RevokeToken', 'AdminUserGlobalSignOut', 'AdminDisableUser'] as const)(
    'counts for nothing once %s ended its sign-in, also while a code is waited for',
    async (how) => {
      const pool = await makeLevelPool();
      const { username: USERNAME, phone, AccessToken, RefreshToken } = await holder(pool);
      const begun = await ask(pool, USERNAME, target(3, AccessToken));
      const asked = await answerChallenge(pool, begun, { USERNAME, ANSWER: 'SMS_MFA' });
      const of = { UserPoolId: pool.poolId, Username: USERNAME };
      if (how === 'RevokeToken') {
        await publicClient().send(new RevokeTokenCommand({ ClientId: pool.clientId, Token: RefreshToken }));
      } else if (how === 'AdminDisableUser') {
        await adminClient().send(new AdminDisableUserCommand(of));
      } else {
        await adminClient().send(new AdminUserGlobalSignOutCommand(of));
      }
      const answer = answerChallenge(pool, asked, { USERNAME, SMS_MFA_CODE: await codeFor(phone) });
      await expect(answer).rejects.toMatchObject(
        refused(how === 'AdminDisableUser' ? 'User is disabled.' : 'Access Token has been revoked'),
      );
    },
  );

  it.each([true, false])(
    'does not stand in for a password that was changed since (by one of the user’s own: %s)',
    async (Permanent) => {
      const pool = await makeLevelPool();
      const { username, AccessToken } = await holder(pool);
      await adminClient({ ahead: 1000 }).send(
        new AdminSetUserPasswordCommand({
          UserPoolId: pool.poolId,
          Username: username,
          Password: 'Other-horse-2',
          Permanent,
        }),
      );
      const asked = await ask(pool, username, target(3, AccessToken), { ahead: 2000 });
      expect(asked.ChallengeName).toBe('SELECT_CHALLENGE');
    },
  );

  it('does not stand in for it either where that was changed while a code is waited for', async () => {
    const pool = await makeLevelPool();
    const { username: USERNAME, phone, AccessToken } = await holder(pool);
    const begun = await ask(pool, USERNAME, target(3, AccessToken));
    const asked = await answerChallenge(pool, begun, { USERNAME, ANSWER: 'SMS_MFA' });
    await adminClient({ ahead: 1000 }).send(
      new AdminSetUserPasswordCommand({
        UserPoolId: pool.poolId,
        Username: USERNAME,
        Password: 'Other-horse-2',
        Permanent: true,
      }),
    );
    const answer = answerChallenge(pool, asked, { USERNAME, SMS_MFA_CODE: await codeFor(phone) }, { ahead: 2000 });
    await expect(answer).rejects.toMatchObject(refused('Invalid session for the user.'));
  });

  it('makes a Session that no other challenge, user or client takes', async () => {
    const pool = await makeLevelPool();
    const ada = await holder(pool);
    const eve = await holder(pool);
    const begun = await ask(pool, ada.username, target(3, ada.AccessToken));
    const invalid = { message: 'Invalid session for the user.' };
    const as = (USERNAME: string) => ({ USERNAME, ANSWER: 'SMS_MFA' });
    await expect(answerChallenge(pool, begun, as(eve.username))).rejects.toMatchObject(invalid);
    const other = await makeClient(pool.poolId, { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] });
    await expect(answerChallenge(other, begun, as(ada.username))).rejects.toMatchObject(invalid);
    const otherChallenge = { ...begun, ChallengeName: 'MFA_SETUP' as const };
    await expect(
      answerChallenge(pool, otherChallenge, { USERNAME: ada.username, EMAIL: 'eve@example.com' }),
    ).rejects.toMatchObject(invalid);
  });
});
