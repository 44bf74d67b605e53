import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminDeleteSoftwareTokenCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { anEmail, aPhoneNumber, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { otherThan } from '#tests/support/sign-up.ts';
import { answerTotp, begin, codeOf, makeTotpPool, stepMs } from '#tests/support/totp.ts';

const finish = (
  { clientId }: Pick<TestPool, 'clientId'>,
  { username }: { readonly username: string },
  Session: string | undefined,
  responses: Record<string, string> = {},
) =>
  publicClient().send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'MFA_SETUP',
      Session,
      ChallengeResponses: { USERNAME: username, ...responses },
    }),
  );

type Named = { readonly UserPoolId: string; readonly Username: string };

const removeApp = ({ poolId }: Pick<TestPool, 'poolId'>, { username }: { readonly username: string }) =>
  adminClient().send(new AdminDeleteSoftwareTokenCommand({ UserPoolId: poolId, Username: username }));

const usedSession = {
  name: 'NotAuthorizedException',
  message: 'Invalid session for the user, session can only be used once.',
};

const associate = async (Session: string | undefined, at = Date.now()) => {
  const answer = await publicClient({ at }).send(new AssociateSoftwareTokenCommand({ Session }));
  return { Session: answer.Session, secret: answer.SecretCode ?? '' };
};

const verify = (
  { Session, secret }: { readonly Session: string | undefined; readonly secret: string },
  at = Date.now(),
  FriendlyDeviceName?: string,
) =>
  publicClient({ at }).send(
    new VerifySoftwareTokenCommand({ Session, UserCode: codeOf(secret, at), FriendlyDeviceName }),
  );

/** A sign-in that waits for the first code of an app. */
const associated = async () => {
  const pool = await makeTotpPool('ON');
  const user = await makeUser(pool);
  const begun = await begin(pool, user);
  return { pool, user, begun, ...(await associate(begun.Session)) };
};

/** A sign-in at the end of a set-up. */
const verified = async () => {
  const { Session: before, secret, ...rest } = await associated();
  const at = Date.now();
  const { Session } = await verify({ Session: before, secret }, at, 'phone');
  return { ...rest, before, Session, secret, at };
};

const get = ({ poolId }: Pick<TestPool, 'poolId'>, { username }: { readonly username: string }) =>
  adminClient().send(new AdminGetUserCommand({ UserPoolId: poolId, Username: username }));

/** A user without an address, in a pool that requires a second factor and sends codes. */
const reachable = async () => {
  const recovery = { RecoveryMechanisms: [{ Name: 'admin_only' as const, Priority: 1 }] };
  const pool = await makePool({ AccountRecoverySetting: recovery });
  const { poolId: UserPoolId } = pool;
  await adminClient().send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId,
      MfaConfiguration: 'ON',
      SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' } },
      EmailMfaConfiguration: {},
    }),
  );
  const username = `user-${randomUUID()}`;
  const named = { UserPoolId, Username: username };
  await adminClient().send(new AdminCreateUserCommand({ ...named, MessageAction: 'SUPPRESS' }));
  await adminClient().send(new AdminSetUserPasswordCommand({ ...named, Password: password, Permanent: true }));
  return { pool, user: { username } };
};

describe('MFA_SETUP', () => {
  it('is asked of who has no second factor where the pool insists on one', async () => {
    const pool = await makeTotpPool('ON');

    const { ChallengeName, ChallengeParameters, AuthenticationResult } = await begin(pool, await makeUser(pool));

    expect(ChallengeName).toBe('MFA_SETUP');
    expect(ChallengeParameters).toMatchObject({ MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' });
    expect(AuthenticationResult).toBeUndefined();
  });

  it('gives tokens once an app is set up, and the app is asked for from then on', async () => {
    const { pool, user, Session, secret, at } = await verified();

    await expect(finish(pool, user, Session)).resolves.toHaveProperty('AuthenticationResult.AccessToken');

    const { UserMFASettingList, PreferredMfaSetting } = await get(pool, user);
    expect([UserMFASettingList, PreferredMfaSetting]).toEqual([['SOFTWARE_TOKEN_MFA'], 'SOFTWARE_TOKEN_MFA']);
    const later = at + stepMs;
    const begun = await begin(pool, user, later);
    expect([begun.ChallengeName, begun.ChallengeParameters]).toEqual([
      'SOFTWARE_TOKEN_MFA',
      { FRIENDLY_DEVICE_NAME: 'phone', USER_ID_FOR_SRP: user.username },
    ]);
    await expect(answerTotp(pool, user, begun.Session, codeOf(secret, later), later)).resolves.toHaveProperty(
      'AuthenticationResult.AccessToken',
    );
  });

  it('spends the code that set the app up', async () => {
    const { pool, user, Session, secret, at } = await verified();
    await finish(pool, user, Session);

    const begun = await begin(pool, user, at);
    await expect(answerTotp(pool, user, begun.Session, codeOf(secret, at), at)).rejects.toMatchObject({
      name: 'ExpiredCodeException',
    });
  });

  it('stores nothing before the first code', async () => {
    const { pool, user } = await associated();

    expect((await begin(pool, user)).ChallengeName).toBe('MFA_SETUP');
    expect((await get(pool, user)).UserMFASettingList).toBeUndefined();
  });

  it('has the app asked for from its first code on, also where nobody ends the set-up', async () => {
    const { pool, user, secret, at } = await verified();

    const { UserMFASettingList, PreferredMfaSetting } = await get(pool, user);
    expect([UserMFASettingList, PreferredMfaSetting]).toEqual([['SOFTWARE_TOKEN_MFA'], 'SOFTWARE_TOKEN_MFA']);
    const begun = await begin(pool, user, at);
    expect(begun.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    await expect(answerTotp(pool, user, begun.Session, codeOf(secret, at), at)).rejects.toMatchObject({
      name: 'ExpiredCodeException',
    });
    const later = at + stepMs;
    await expect(answerTotp(pool, user, begun.Session, codeOf(secret, later), later)).resolves.toHaveProperty(
      'AuthenticationResult.AccessToken',
    );
  });

  it('is ended once by each Session', async () => {
    const { pool, user, Session } = await verified();
    await finish(pool, user, Session);

    await expect(finish(pool, user, Session)).rejects.toMatchObject(usedSession);
  });

  it('takes no Session of a set-up that is not at its end', async () => {
    const { pool, user, begun, Session } = await associated();

    for (const early of [begun.Session, Session]) {
      await expect(finish(pool, user, early)).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: 'User has not verified software token mfa',
      });
    }
  });

  it.each([
    ['e-mail', 'EMAIL', 'EMAIL_OTP', 'email', anEmail],
    ['text message', 'PHONE_NUMBER', 'SMS_MFA', 'phone_number', aPhoneNumber],
  ] as const)(
    'sets %s up by a code to the address that it is given',
    async (_medium, given, factor, attribute, make) => {
      const { pool, user } = await reachable();
      const address = make();
      const begun = await begin(pool, user);
      expect(JSON.parse(begun.ChallengeParameters?.MFAS_CAN_SETUP ?? '[]')).toContain(factor);

      const asked = await finish(pool, user, begun.Session, { [given]: address });
      expect(asked.ChallengeName).toBe(factor);
      expect((await get(pool, user)).UserAttributes?.map(({ Name }) => Name)).not.toContain(attribute);
      const answer = (code: string) =>
        publicClient().send(
          new RespondToAuthChallengeCommand({
            ClientId: pool.clientId,
            ChallengeName: factor,
            Session: asked.Session,
            ChallengeResponses: { USERNAME: user.username, [`${factor}_CODE`]: code },
          }),
        );
      const code = await codeFor(address);
      await expect(answer(otherThan(code))).rejects.toMatchObject({ name: 'CodeMismatchException' });
      await expect(answer(code)).resolves.toHaveProperty('AuthenticationResult.AccessToken');

      const { UserAttributes, UserMFASettingList } = await get(pool, user);
      expect(UserAttributes).toContainEqual({ Name: attribute, Value: address });
      expect(UserAttributes).toContainEqual({ Name: `${attribute}_verified`, Value: 'true' });
      expect(UserMFASettingList).toEqual([factor]);
      expect((await begin(pool, user)).ChallengeName).toBe(factor);
    },
  );

  it('takes no address that is none', async () => {
    const { pool, user } = await reachable();
    const { Session } = await begin(pool, user);

    for (const address of [{ EMAIL: 'nowhere' }, { PHONE_NUMBER: '0815' }]) {
      await expect(finish(pool, user, Session, address)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
  });

  it('takes no address where codes do not go there', async () => {
    const { pool, user, begun } = await associated();

    for (const address of [{ EMAIL: 'ada@example.com' }, { PHONE_NUMBER: '+15555550100' }]) {
      await expect(finish(pool, user, begun.Session, address)).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    }
  });
});

describe('whoever knows the password of a user whose set-up is half done', () => {
  it('is asked for the app, and gets nowhere with a Session from before', async () => {
    const { pool, user, Session, secret } = await associated();
    const theirs = await begin(pool, user);
    const prepared = await associate(theirs.Session);
    const at = Date.now();
    const { Session: own } = await verify({ Session, secret }, at);

    expect((await begin(pool, user)).ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    const unprepared = await associate(theirs.Session);
    for (const useOld of [
      () => verify(prepared),
      () => verify(unprepared),
      () => finish(pool, user, theirs.Session),
      () => finish(pool, user, prepared.Session),
      () => finish(pool, user, theirs.Session, { EMAIL: anEmail() }),
    ]) {
      await expect(useOld()).rejects.toMatchObject(usedSession);
    }

    await expect(finish(pool, user, own)).resolves.toHaveProperty('AuthenticationResult.AccessToken');
    const later = at + stepMs;
    const begun = await begin(pool, user, later);
    await expect(answerTotp(pool, user, begun.Session, codeOf(secret, later), later)).resolves.toHaveProperty(
      'AuthenticationResult.AccessToken',
    );
  });

  it('keeps no Session of a set-up alive by asking for secrets', async () => {
    const pool = await makeTotpPool('ON');
    const start = Date.now();
    const { Session } = await begin(pool, await makeUser(pool), start);
    const minute = 60_000;
    const first = await associate(Session, start + 2 * minute);
    const second = await associate(first.Session, start + 4 * minute);

    for (const late of [first, second]) {
      await expect(verify(late, start + 5 * minute + 1)).rejects.toThrow(
        'Invalid session for the user, session is expired.',
      );
    }
    await expect(verify(second, start + 5 * minute - minute / 2)).resolves.toMatchObject({ Status: 'SUCCESS' });
  });

  it('keeps no Session of a set-up alive by verifying its app over and over', async () => {
    const pool = await makeTotpPool('ON');
    const user = await makeUser(pool);
    const start = Date.now();
    const minute = 60_000;
    const { Session: begun } = await begin(pool, user, start);
    const { Session, secret } = await associate(begun, start);
    const first = await verify({ Session, secret }, start + 2 * minute);
    const again = await verify({ Session: first.Session, secret }, start + 4 * minute);

    for (const late of [first, again]) {
      await expect(verify({ Session: late.Session, secret }, start + 5 * minute + 1)).rejects.toThrow(
        'Invalid session for the user, session is expired.',
      );
      await expect(associate(late.Session, start + 5 * minute + 1)).rejects.toThrow('session is expired');
    }
    const { AuthenticationResult } = await finish(pool, user, again.Session);
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  it('brings back no app that an administrator removed, by a Session that gave tokens already', async () => {
    const { pool, user, Session, before, secret } = await verified();
    await finish(pool, user, Session);
    await removeApp(pool, user);

    await expect(verify({ Session: before, secret })).rejects.toMatchObject(usedSession);
    await expect(finish(pool, user, Session)).rejects.toMatchObject(usedSession);
    expect((await begin(pool, user)).ChallengeName).toBe('MFA_SETUP');
  });

  it('ends no set-up of an app that an administrator removed', async () => {
    const { pool, user, Session } = await verified();
    await removeApp(pool, user);

    await expect(finish(pool, user, Session)).rejects.toMatchObject(usedSession);
  });

  it('ends no set-up of an app that the user replaced', async () => {
    const { pool, user, Session, secret, at } = await verified();
    const later = at + stepMs;
    const begun = await begin(pool, user, later);
    const { AuthenticationResult } = await answerTotp(pool, user, begun.Session, codeOf(secret, later), later);
    const AccessToken = AuthenticationResult?.AccessToken;
    const { SecretCode = '' } = await publicClient().send(new AssociateSoftwareTokenCommand({ AccessToken }));
    await publicClient().send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: codeOf(SecretCode) }));

    await expect(finish(pool, user, Session)).rejects.toMatchObject(usedSession);
  });

  it.each([
    ['is disabled', (named: Named) => adminClient().send(new AdminDisableUserCommand(named)), 'User is disabled.'],
    [
      'has to reset the password',
      (named: Named) => adminClient().send(new AdminResetUserPasswordCommand(named)),
      'Invalid session for the user.',
    ],
    [
      'is gone',
      (named: Named) => adminClient().send(new AdminDeleteUserCommand(named)),
      'Invalid session for the user.',
    ],
    [
      'has another password, where that ends sessions',
      async (named: Named) => {
        const { UserPoolId } = named;
        await callOwn('SetUserPoolSignInSettings', { UserPoolId, PasswordChange: { EndsSessions: true } });
        const Password = 'Another-horse-2';
        await adminClient().send(new AdminSetUserPasswordCommand({ ...named, Password, Permanent: true }));
      },
      'Invalid session for the user.',
    ],
  ])('plants no app where the user %s by now', async (_what, act, message) => {
    const { pool, user, Session, secret } = await associated();
    const named = { UserPoolId: pool.poolId, Username: user.username };
    await act(named);

    await expect(verify({ Session, secret })).rejects.toMatchObject({ name: 'NotAuthorizedException', message });
    await expect(adminClient().send(new AdminDeleteSoftwareTokenCommand(named))).rejects.toThrow(
      /not been configured|does not exist/,
    );
  });
});

describe('VerifySoftwareToken in MFA_SETUP', () => {
  it('may be repeated, with the same code or a later one, each of which is spent', async () => {
    const { pool, user, Session, secret } = await associated();
    const at = Date.now();
    const later = at + stepMs;
    await verify({ Session, secret }, at);

    const again = await verify({ Session, secret }, at);
    const next = await verify({ Session, secret }, later);

    await expect(verify({ Session, secret }, at)).rejects.toMatchObject({ name: 'EnableSoftwareTokenMFAException' });
    const begun = await begin(pool, user, later);
    await expect(answerTotp(pool, user, begun.Session, codeOf(secret, later), later)).rejects.toMatchObject({
      name: 'ExpiredCodeException',
    });
    await expect(finish(pool, user, again.Session)).resolves.toHaveProperty('AuthenticationResult.AccessToken');
    await expect(finish(pool, user, next.Session)).rejects.toMatchObject(usedSession);
  });
});
