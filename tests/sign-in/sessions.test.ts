import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AssociateSoftwareTokenCommand,
  type ChallengeNameType,
  ConfirmSignUpCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { anEmail, aPhoneNumber, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { startClient } from '#tests/support/srp-client.ts';
import { beginSrp } from '#tests/support/srp-sign-in.ts';
import { begin, codeOf } from '#tests/support/totp.ts';

const invalid = { name: 'NotAuthorizedException', message: 'Invalid session for the user.' };
const used = {
  name: 'NotAuthorizedException',
  message: 'Invalid session for the user, session can only be used once.',
};

const answer = (
  { clientId }: Pick<TestPool, 'clientId'>,
  ChallengeName: ChallengeNameType,
  Session: string | undefined,
  ChallengeResponses: Record<string, string>,
) =>
  publicClient().send(
    new RespondToAuthChallengeCommand({ ClientId: clientId, ChallengeName, Session, ChallengeResponses }),
  );

const choose = ({ clientId }: TestPool, AuthParameters: Record<string, string>, Session?: string) =>
  publicClient().send(new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'USER_AUTH', Session, AuthParameters }));

const choosingPool = (
  settings: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
) =>
  makePool(
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } }, ...settings },
    { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'], ...client },
  );

/** A pool that requires a second factor, of any kind. */
const insistingPool = async (): Promise<TestPool> => {
  const pool = await makePool({
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
  });
  await adminClient().send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: pool.poolId,
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' } },
      EmailMfaConfiguration: {},
    }),
  );
  return pool;
};

describe('A Session of MFA_SETUP', () => {
  it.each(['an app', 'the end of its set-up', 'an address', 'the code of an address'])(
    'does not lead past a second factor that the user has by now, by %s',
    async (what) => {
      const pool = await insistingPool();
      const username = `user-${randomUUID()}`;
      const named = { UserPoolId: pool.poolId, Username: username };
      await adminClient().send(new AdminCreateUserCommand({ ...named, MessageAction: 'SUPPRESS' }));
      await adminClient().send(new AdminSetUserPasswordCommand({ ...named, Password: password, Permanent: true }));
      const { Session: begun } = await begin(pool, { username });
      const app = await publicClient().send(new AssociateSoftwareTokenCommand({ Session: begun }));
      const UserCode = codeOf(app.SecretCode ?? '');
      const verify = () => publicClient().send(new VerifySoftwareTokenCommand({ Session: app.Session, UserCode }));
      const email = anEmail();
      const asked = await answer(pool, 'MFA_SETUP', begun, { USERNAME: username, EMAIL: email });
      const verified = what === 'the end of its set-up' ? (await verify()).Session : undefined;

      const phone = { Name: 'phone_number', Value: aPhoneNumber() };
      await adminClient().send(new AdminUpdateUserAttributesCommand({ ...named, UserAttributes: [phone] }));
      await adminClient().send(new AdminSetUserMFAPreferenceCommand({ ...named, SMSMfaSettings: { Enabled: true } }));

      const passing = {
        'an app': verify,
        'the end of its set-up': async () => answer(pool, 'MFA_SETUP', verified, { USERNAME: username }),
        'an address': async () => answer(pool, 'MFA_SETUP', begun, { USERNAME: username, EMAIL: anEmail() }),
        'the code of an address': async () =>
          answer(pool, 'EMAIL_OTP', asked.Session, { USERNAME: username, EMAIL_OTP_CODE: await codeFor(email) }),
      }[what];
      await expect(passing?.()).rejects.toMatchObject(used);
    },
  );
});

describe('NEW_PASSWORD_REQUIRED', () => {
  it('does not send the code of the second factor elsewhere', async () => {
    const pool = await insistingPool();
    const username = `user-${randomUUID()}`;
    const email = anEmail();
    await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: pool.poolId,
        Username: username,
        TemporaryPassword: password,
        MessageAction: 'SUPPRESS',
        UserAttributes: [{ Name: 'email', Value: email }],
      }),
    );
    const { Session } = await begin(pool, { username });
    const reply = (address: string) => ({
      USERNAME: username,
      NEW_PASSWORD: `${password}2`,
      'userAttributes.email': address,
    });

    await expect(answer(pool, 'NEW_PASSWORD_REQUIRED', Session, reply(anEmail()))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Cannot modify an already provided email',
    });
    await expect(answer(pool, 'NEW_PASSWORD_REQUIRED', Session, reply(email))).resolves.toMatchObject({
      ChallengeName: 'EMAIL_OTP',
    });
    expect(await mailTo(email)).toHaveLength(1);
  });
});

describe('A sign-in', () => {
  it('goes on under no name of another user', async () => {
    const pool = await choosingPool();
    const user = await makeUser(pool);
    const other = await makeUser(pool);
    const { Session } = await choose(pool, { USERNAME: user.username });
    const reply = { ANSWER: 'PASSWORD', PASSWORD: password };

    for (const USERNAME of [other.username, other.sub, 'nobody']) {
      await expect(answer(pool, 'SELECT_CHALLENGE', Session, { ...reply, USERNAME })).rejects.toMatchObject(invalid);
    }
    const { answer: proof } = await beginSrp(pool, user);
    const ChallengeResponses = { ...proof.ChallengeResponses, USERNAME: other.username };
    await expect(
      publicClient().send(new RespondToAuthChallengeCommand({ ...proof, ChallengeResponses })),
    ).rejects.toMatchObject(invalid);
  });

  it('goes on under every name of its user', async () => {
    const pool = await choosingPool({ AliasAttributes: ['email'] });
    const { username, sub, email } = await makeUser(pool);

    for (const typed of [username, sub, email]) {
      for (const USERNAME of [username, sub, email]) {
        const { Session } = await choose(pool, { USERNAME: typed });
        await expect(
          answer(pool, 'SELECT_CHALLENGE', Session, { USERNAME, ANSWER: 'PASSWORD', PASSWORD: password }),
        ).resolves.toHaveProperty('AuthenticationResult.AccessToken');
      }
    }
  });

  it('of nobody refuses other names as one of somebody does', async () => {
    const pool = await choosingPool({ AliasAttributes: ['email'] }, { PreventUserExistenceErrors: 'ENABLED' });
    const reply = { ANSWER: 'PASSWORD', PASSWORD: password };
    const USERNAME = anEmail();
    const { Session } = await choose(pool, { USERNAME });
    const srp = await publicClient().send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME, SRP_A: startClient().srpA },
      }),
    );
    const told = srp.ChallengeParameters?.USERNAME ?? '';
    expect(told).not.toBe(USERNAME);

    await expect(answer(pool, 'SELECT_CHALLENGE', Session, { ...reply, USERNAME: randomUUID() })).rejects.toMatchObject(
      invalid,
    );
    for (const name of [USERNAME, told]) {
      await expect(answer(pool, 'SELECT_CHALLENGE', Session, { ...reply, USERNAME: name })).rejects.toMatchObject({
        message: 'Incorrect username or password.',
      });
    }
  });

  it('tells by no length whether there is a user, whatever device it names', async () => {
    const pool = await choosingPool({}, { PreventUserExistenceErrors: 'ENABLED' });
    const { username } = await makeUser(pool);
    const nobody = `user-${randomUUID()}`;

    const lengths = async (USERNAME: string, DEVICE_KEY: string) => {
      const asked = await choose(pool, { USERNAME, DEVICE_KEY, PREFERRED_CHALLENGE: 'EMAIL_OTP' });
      const srp = await publicClient().send(
        new InitiateAuthCommand({
          ClientId: pool.clientId,
          AuthFlow: 'USER_SRP_AUTH',
          AuthParameters: { USERNAME, DEVICE_KEY, SRP_A: 'a'.repeat(768) },
        }),
      );
      expect(asked.ChallengeName).toBe('EMAIL_OTP');
      return [asked.Session?.length, srp.ChallengeParameters?.SECRET_BLOCK?.length];
    };
    const usual = await lengths(nobody, '');
    for (const length of [240, 280, 680, 740, 1000, 1060]) {
      const key = 'd'.repeat(length);
      expect([await lengths(username, key), await lengths(nobody, key)]).toEqual([usual, usual]);
    }
  });

  it('that a sign-up leads to does not ask for the same mailbox twice', async () => {
    const pool = await choosingPool({
      AutoVerifiedAttributes: ['email'],
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
    });
    await adminClient().send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: pool.poolId,
        MfaConfiguration: 'OPTIONAL',
        EmailMfaConfiguration: {},
      }),
    );
    const Username = `user-${randomUUID()}`;
    const email = anEmail();
    const someone = { ClientId: pool.clientId, Username };
    const { Session } = await publicClient().send(
      new SignUpCommand({ ...someone, Password: password, UserAttributes: [{ Name: 'email', Value: email }] }),
    );
    const ConfirmationCode = await codeFor(email);
    const confirmed = await publicClient().send(new ConfirmSignUpCommand({ ...someone, ConfirmationCode, Session }));
    const EmailMfaSettings = { Enabled: true };
    await adminClient().send(
      new AdminSetUserMFAPreferenceCommand({ UserPoolId: pool.poolId, Username, EmailMfaSettings }),
    );

    await expect(choose(pool, { USERNAME: Username }, confirmed.Session)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'The second factor is what the sign-in began with: sign in with the password.',
    });
    const begun = await choose(pool, { USERNAME: Username, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password });
    expect(begun.ChallengeName).toBe('EMAIL_OTP');
  });

  it.each(['x'.repeat(20), `${'a'.repeat(26)}.AAAA`, 'ß'.repeat(40)])('does not begin with %j', async (Session) => {
    const pool = await choosingPool();
    await expect(choose(pool, { USERNAME: 'ada' }, Session)).rejects.toMatchObject(invalid);
  });
});
