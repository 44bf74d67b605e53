import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
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

const usedSession = {
  name: 'NotAuthorizedException',
  message: 'Invalid session for the user, session can only be used once.',
};

/** A sign-in at the end of a set-up. */
const verified = async () => {
  const pool = await makeTotpPool('ON');
  const user = await makeUser(pool);
  const begun = await begin(pool, user);
  const { Session: associated, SecretCode: secret = '' } = await publicClient().send(
    new AssociateSoftwareTokenCommand({ Session: begun.Session }),
  );
  const at = Date.now();
  const { Session } = await publicClient({ at }).send(
    new VerifySoftwareTokenCommand({ Session: associated, UserCode: codeOf(secret, at), FriendlyDeviceName: 'phone' }),
  );
  return { pool, user, begun, associated, Session, secret, at };
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

  it('stores nothing before it ends', async () => {
    const { pool, user } = await verified();

    expect((await begin(pool, user)).ChallengeName).toBe('MFA_SETUP');
  });

  it('is ended once by each Session, and by one of two sign-ins', async () => {
    const first = await verified();
    const { pool, user } = first;
    const begun = await begin(pool, user);
    const { Session: associated, SecretCode: secret = '' } = await publicClient().send(
      new AssociateSoftwareTokenCommand({ Session: begun.Session }),
    );
    const { Session } = await publicClient().send(
      new VerifySoftwareTokenCommand({ Session: associated, UserCode: codeOf(secret) }),
    );
    await finish(pool, user, first.Session);

    await expect(finish(pool, user, first.Session)).rejects.toMatchObject(usedSession);
    await expect(finish(pool, user, Session)).rejects.toMatchObject(usedSession);
  });

  it('takes no Session of a set-up that is not at its end', async () => {
    const { pool, user, begun, associated } = await verified();

    for (const early of [begun.Session, associated]) {
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
    const { pool, user, begun } = await verified();

    for (const address of [{ EMAIL: 'ada@example.com' }, { PHONE_NUMBER: '+15555550100' }]) {
      await expect(finish(pool, user, begun.Session, address)).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    }
  });
});
