import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateUserAttributesCommand,
  GetUserAttributeVerificationCodeCommand,
  InitiateAuthCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it, vi } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { hour, nextHour } from '#tests/support/hours.ts';
import { mailTo } from '#tests/support/mailbox.ts';
import { makeMfaPool, SmsConfiguration } from '#tests/support/mfa.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { anEmail, aPhoneNumber, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { forgot } from '#tests/support/recovery.ts';
import { eventsOf, scriptedFunction } from '#tests/support/scripted-functions.ts';
import { answerChallenge, beginSignIn, signIn } from '#tests/support/sign-in.ts';
import { signUp } from '#tests/support/sign-up.ts';

const day = 24 * hour;

const hiding = { PreventUserExistenceErrors: 'ENABLED' as const };
const withEmail = { AutoVerifiedAttributes: ['email' as const] };
const byPhone = {
  AutoVerifiedAttributes: ['phone_number' as const],
  SmsConfiguration,
  AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_phone_number' as const, Priority: 1 }] },
};
const limitExceeded = {
  name: 'LimitExceededException',
  message: 'Attempt limit exceeded, please try after some time.',
};
const notThere = {
  name: 'InvalidParameterException',
  message: 'SMS messages are not sent to phone numbers of this country.',
};

const limited = async (limits: object, pool: Parameters<typeof makePool>[0] = withEmail, client: object = {}) => {
  const made = await makePool(pool, client);
  await callOwn('SetUserPoolMessageLimits', { UserPoolId: made.poolId, ...limits });
  return made;
};

const phone = (Value: string) => ({ UserAttributes: [{ Name: 'phone_number', Value }] });
const aGermanNumber = (): string => `+4915${aPhoneNumber().slice(3)}`;
const withPhone = (pool: TestPool, Value: string) =>
  makeUser(pool, {
    attributes: [
      { Name: 'phone_number', Value },
      { Name: 'phone_number_verified', Value: 'true' },
    ],
  });

const isThere = ({ poolId: UserPoolId }: TestPool, Username: string) =>
  adminClient()
    .send(new AdminGetUserCommand({ UserPoolId, Username }))
    .then(
      () => true,
      () => false,
    );

describe('the countries that SMS go to', () => {
  it('let whoever has a number of them sign up, and nobody else: who is refused is not made', async () => {
    const pool = await limited({ SmsCountries: ['DE'] }, byPhone);
    const [here, there] = [aGermanNumber(), aPhoneNumber()];
    await expect(signUp(pool, phone(here))).resolves.toBeDefined();
    const username = `user-${randomUUID()}`;
    await expect(signUp(pool, { username, ...phone(there) })).rejects.toMatchObject(notThere);
    expect(await isThere(pool, username)).toBe(false);
    expect([(await mailTo(here)).length, (await mailTo(there)).length]).toEqual([1, 0]);
  });

  it('are asked of everything that sends, also of what administrators send', async () => {
    const pool = await limited({ SmsCountries: ['DE'] }, byPhone);
    const { poolId: UserPoolId } = pool;
    const number = aPhoneNumber();
    const user = await withPhone(pool, number);
    const Username = user.username;
    const { AccessToken } = await signIn(pool, user);
    const other = aPhoneNumber();

    const invited = `user-${randomUUID()}`;
    const refused = [
      () => forgot(pool, Username),
      () => publicClient().send(new UpdateUserAttributesCommand({ AccessToken, ...phone(other) })),
      () =>
        publicClient().send(
          new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'phone_number' }),
        ),
      () => adminClient().send(new AdminCreateUserCommand({ UserPoolId, Username: invited, ...phone(other) })),
      () => adminClient().send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, ...phone(other) })),
      () => adminClient().send(new AdminResetUserPasswordCommand({ UserPoolId, Username })),
    ];
    for (const request of refused) await expect(request()).rejects.toMatchObject(notThere);

    expect(await isThere(pool, invited)).toBe(false);
    const { UserStatus, UserAttributes } = await adminClient().send(new AdminGetUserCommand({ UserPoolId, Username }));
    expect(UserStatus).toBe('CONFIRMED');
    expect(UserAttributes?.find(({ Name }) => Name === 'phone_number')?.Value).toBe(number);
    expect([...(await mailTo(number)), ...(await mailTo(other))]).toEqual([]);
  });

  it('are asked of second factors, and of those that are set up', async () => {
    const pool = await makeMfaPool();
    await callOwn('SetUserPoolMessageLimits', { UserPoolId: pool.poolId, SmsCountries: ['DE'] });
    const { username: Username } = await withPhone(pool, aPhoneNumber());
    await adminClient().send(
      new AdminSetUserMFAPreferenceCommand({ UserPoolId: pool.poolId, Username, SMSMfaSettings: { Enabled: true } }),
    );
    await expect(beginSignIn(pool, Username)).rejects.toMatchObject(notThere);

    const strict = await makeMfaPool({ mode: 'ON', email: {} });
    await callOwn('SetUserPoolMessageLimits', { UserPoolId: strict.poolId, SmsCountries: ['DE'] });
    const named = { UserPoolId: strict.poolId, Username };
    await adminClient().send(
      new AdminCreateUserCommand({ ...named, MessageAction: 'SUPPRESS', TemporaryPassword: password }),
    );
    const temporary = await beginSignIn(strict, Username);
    const chosen = { USERNAME: Username, NEW_PASSWORD: 'Better-horse-2' };
    const asked = await answerChallenge(strict, temporary, chosen);
    expect(asked.ChallengeName).toBe('MFA_SETUP');
    const setUp = (PHONE_NUMBER: string) => answerChallenge(strict, asked, { USERNAME: Username, PHONE_NUMBER });
    await expect(setUp(aPhoneNumber())).rejects.toMatchObject(notThere);
    await expect(setUp(aGermanNumber())).resolves.toMatchObject({ ChallengeName: 'SMS_MFA' });
  });

  it('are no way to learn who exists, where a client hides it', async () => {
    const pool = await limited({ SmsCountries: ['DE'] }, { ...byPhone, AliasAttributes: ['phone_number'] }, hiding);
    const number = aPhoneNumber();
    const { username } = await withPhone(pool, number);
    for (const name of [username, number, `user-${randomUUID()}`, aPhoneNumber()]) {
      const { CodeDeliveryDetails } = await forgot(pool, name);
      expect(CodeDeliveryDetails).toMatchObject({ AttributeName: 'phone_number', DeliveryMedium: 'SMS' });
    }
    expect(await mailTo(number)).toEqual([]);
  });

  it('leave e-mail alone', async () => {
    const pool = await limited({ SmsCountries: ['DE'], SmsPerDay: 0 });
    await expect(signUp(pool)).resolves.toBeDefined();
  });
});

describe('the ceiling of a day', () => {
  it('ends what goes out, of each kind by itself, until the next day begins', async () => {
    const pool = await limited({ EmailsPerDay: 20, SmsPerDay: 3 }, { ...withEmail, SmsConfiguration });
    const at = (Math.floor(Date.now() / day) + 1) * day + hour;
    const made = await Promise.all(
      Array.from({ length: 25 }, () =>
        signUp(pool, {}, { at }).then(
          () => true,
          () => false,
        ),
      ),
    );
    expect(made.filter(Boolean)).toHaveLength(20);
    const email = anEmail();
    const username = `user-${randomUUID()}`;
    await expect(signUp(pool, { username, email }, { at })).rejects.toMatchObject(limitExceeded);
    expect(await isThere(pool, username)).toBe(false);

    const user = await withPhone(pool, aPhoneNumber());
    const { AuthenticationResult } = await beginSignIn(pool, user.username, password, { at });
    const { AccessToken } = AuthenticationResult ?? {};
    const verify = new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'phone_number' });
    for (let n = 0; n < 3; n++) await publicClient({ at }).send(verify);
    await expect(publicClient({ at }).send(verify)).rejects.toMatchObject(limitExceeded);

    await expect(signUp(pool, { username, email }, { at: at + day })).resolves.toBeDefined();
  });

  it('counts what administrators send, and ends it, too', async () => {
    const pool = await limited({ EmailsPerDay: 3 });
    const { poolId: UserPoolId } = pool;
    const at = nextHour();
    // Each signs by its own clock: a client remembers the clock of the first answer.
    const admin = () => adminClient({ at });
    const invite = (Username: string, MessageAction?: 'RESEND') =>
      admin().send(
        new AdminCreateUserCommand({
          UserPoolId,
          Username,
          UserAttributes: [{ Name: 'email', Value: anEmail() }],
          DesiredDeliveryMediums: ['EMAIL'],
          MessageAction,
        }),
      );
    const [first, second] = [`user-${randomUUID()}`, `user-${randomUUID()}`];
    await invite(first);
    await invite(first, 'RESEND');
    const user = await makeUser(pool);
    const reset = new AdminResetUserPasswordCommand({ UserPoolId, Username: user.username });
    await admin().send(reset);

    await expect(invite(second)).rejects.toMatchObject(limitExceeded);
    expect(await isThere(pool, second)).toBe(false);
    await expect(invite(first, 'RESEND')).rejects.toMatchObject(limitExceeded);
    await expect(admin().send(reset)).rejects.toMatchObject(limitExceeded);
    await expect(signUp(pool, {}, { at })).rejects.toMatchObject(limitExceeded);
    expect(await mailTo(user.email)).toHaveLength(1);
  });

  it('is the same to somebody and to nobody', async () => {
    const pool = await limited(
      { EmailsPerDay: 2 },
      { ...withEmail, Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
      { ...hiding, ExplicitAuthFlows: ['ALLOW_USER_AUTH'] },
    );
    const at = nextHour();
    const { username } = await makeUser(pool);
    const nobody = `user-${randomUUID()}`;
    // Pretending uses nothing up.
    for (let n = 0; n < 5; n++) await forgot(pool, nobody, {}, { at });
    for (let n = 0; n < 2; n++) await forgot(pool, username, {}, { at });
    for (const name of [username, nobody]) {
      await expect(forgot(pool, name, {}, { at })).rejects.toMatchObject(limitExceeded);
      const byCode = new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME: name, PREFERRED_CHALLENGE: 'EMAIL_OTP' },
      });
      await expect(publicClient({ at }).send(byCode)).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    }
  });

  it('counts what a sender of the pool’s own delivers', async () => {
    const sender = { LambdaVersion: 'V1_0', LambdaArn: scriptedFunction({}) } as const;
    const KMSKeyID = 'arn:aws:kms:us-east-1:000000000000:key/5a1b4c1e-0000-4000-8000-000000000001';
    const pool = await limited(
      { EmailsPerDay: 2 },
      { ...withEmail, LambdaConfig: { CustomEmailSender: sender, KMSKeyID } },
    );
    const at = nextHour();
    await signUp(pool, {}, { at });
    await signUp(pool, {}, { at });
    await expect(signUp(pool, {}, { at })).rejects.toMatchObject(limitExceeded);
    await vi.waitFor(async () => expect(await eventsOf(pool.poolId)).toHaveLength(2), { timeout: 180_000 });
  });
});
