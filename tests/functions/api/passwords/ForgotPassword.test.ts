import {
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, secretHash } from '#tests/support/clients.ts';
import { hour, nextHour } from '#tests/support/hours.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { anEmail, aPhoneNumber, makeClient, makePool, makeUser, password } from '#tests/support/pools.ts';
import { confirmForgot, forgot, newPassword } from '#tests/support/recovery.ts';
import { scriptedFunction } from '#tests/support/scripted-functions.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { signUp, userOf } from '#tests/support/sign-up.ts';

const withEmail = { AutoVerifiedAttributes: ['email' as const] };
const hiding = { PreventUserExistenceErrors: 'ENABLED' as const };
const phoneToo = (phone: string) => ({
  attributes: [
    { Name: 'phone_number', Value: phone },
    { Name: 'phone_number_verified', Value: 'true' },
  ],
});
const inCurrentState = {
  name: 'NotAuthorizedException',
  message: 'User password cannot be reset in the current state.',
};

describe('ForgotPassword', () => {
  it('sends a code to the verified email', async () => {
    const pool = await makePool();
    const { username, email } = await makeUser(pool);

    const { CodeDeliveryDetails } = await forgot(pool, username);

    expect(CodeDeliveryDetails).toEqual({
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: `${email[0]}***@e***`,
    });
    expect(await codeFor(email)).toMatch(/^\d{6}$/);
  });

  it('sends it to the phone first, unless the pool says otherwise', async () => {
    const phone = aPhoneNumber();
    const pool = await makePool();
    const user = await makeUser(pool, phoneToo(phone));
    expect((await forgot(pool, user.username)).CodeDeliveryDetails?.AttributeName).toBe('phone_number');
    expect(await codeFor(phone)).toMatch(/^\d{6}$/);

    const emailFirst = await makePool({
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Name: 'verified_phone_number', Priority: 2 },
          { Name: 'verified_email', Priority: 1 },
        ],
      },
    });
    const other = await makeUser(emailFirst, phoneToo(aPhoneNumber()));
    expect((await forgot(emailFirst, other.username)).CodeDeliveryDetails?.AttributeName).toBe('email');
  });

  it('leaves it to administrators where the pool does', async () => {
    const RecoveryMechanisms = [{ Name: 'admin_only' as const, Priority: 1 }];
    const pool = await makePool({ AccountRecoverySetting: { RecoveryMechanisms } });
    const { username } = await makeUser(pool);
    await expect(forgot(pool, username)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Contact administrator to reset password.',
    });
  });

  it('sends nothing to an address that is not verified', async () => {
    const pool = await makePool();
    const { username, email } = await makeUser(pool);
    const UserAttributes = [{ Name: 'email_verified', Value: 'false' }];
    await adminClient().send(
      new AdminUpdateUserAttributesCommand({ UserPoolId: pool.poolId, Username: username, UserAttributes }),
    );
    await expect(forgot(pool, username)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Cannot reset password for the user as there is no registered/verified email or phone_number',
    });
    expect(await mailTo(email)).toEqual([]);
  });

  it('refuses users who never had a password of their own', async () => {
    const pool = await makePool(withEmail);
    const unconfirmed = await signUp(pool);
    const UserAttributes = [{ Name: 'email_verified', Value: 'true' }];
    const { poolId: UserPoolId } = pool;
    await adminClient().send(
      new AdminUpdateUserAttributesCommand({ UserPoolId, Username: unconfirmed.username, UserAttributes }),
    );
    await expect(forgot(pool, unconfirmed.username)).rejects.toMatchObject(inCurrentState);
    const invited = await makeUser(pool);
    await adminClient().send(
      new AdminSetUserPasswordCommand({ UserPoolId: pool.poolId, Username: invited.username, Password: password }),
    );
    await expect(forgot(pool, invited.username)).rejects.toMatchObject(inCurrentState);
  });

  it('refuses users who are disabled', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: username }));
    await expect(forgot(pool, username)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User is disabled.',
    });
  });

  it('sends ten an hour', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    const at = nextHour();
    for (let count = 0; count < 10; count++) await forgot(pool, username, {}, { at });
    await expect(forgot(pool, username, {}, { at })).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Attempt limit exceeded, please try after some time.',
    });
    await expect(forgot(pool, username, {}, { at: at + hour })).resolves.toBeDefined();
  });

  it('says who is not there to clients that may know', async () => {
    const pool = await makePool();
    await expect(forgot(pool, 'nobody')).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'Username/client id combination not found.',
    });
  });

  it('answers the same for a user and for nobody, with the address that was typed, where clients hide who is there', async () => {
    const pool = await makePool({ UsernameAttributes: ['email'], ...withEmail }, hiding);
    const there = { email: 'ada@example.com' };
    await makeUser(pool, { username: there.email, ...there });

    const known = await forgot(pool, there.email);
    const unknown = await forgot(pool, 'alf@example.org');

    expect(unknown.CodeDeliveryDetails).toEqual(known.CodeDeliveryDetails);
    expect(await mailTo('alf@example.org')).toEqual([]);
  });

  it('makes up an address for a name that nobody has, the same one each time', async () => {
    const pool = await makePool(withEmail, hiding);
    const first = await forgot(pool, 'nobody');
    expect(first.CodeDeliveryDetails).toEqual({
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: expect.stringMatching(/^[a-z]\*\*\*@[a-z]\*\*\*$/),
    });
    expect((await forgot(pool, 'nobody')).CodeDeliveryDetails).toEqual(first.CodeDeliveryDetails);

    const byPhone = await makePool({ AutoVerifiedAttributes: ['phone_number'] }, hiding);
    expect((await forgot(byPhone, 'nobody')).CodeDeliveryDetails).toEqual({
      AttributeName: 'phone_number',
      DeliveryMedium: 'SMS',
      Destination: expect.stringMatching(/^\+\*{7}\d{4}$/),
    });
  });

  it('hides disabled users and users without a verified address as it hides nobody', async () => {
    const pool = await makePool(withEmail, hiding);
    const disabled = await makeUser(pool);
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: disabled.username }));
    const unconfirmed = await signUp(pool);
    for (const [{ username, email }, mails] of [
      [disabled, 0],
      [unconfirmed, 1],
    ] as const) {
      await expect(forgot(pool, username)).resolves.toHaveProperty('CodeDeliveryDetails.DeliveryMedium', 'EMAIL');
      expect(await mailTo(email)).toHaveLength(mails);
    }
  });

  it('counts what is asked for nobody, too', async () => {
    const pool = await makePool(withEmail, hiding);
    const email = anEmail();
    const at = nextHour();
    for (let count = 0; count < 10; count++) await forgot(pool, email, {}, { at });
    await expect(forgot(pool, email, {}, { at })).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('brings a user along whom the UserMigration trigger knows', async () => {
    const email = anEmail();
    const UserMigration = scriptedFunction({ userAttributes: { email, email_verified: 'true' } });
    const pool = await makePool({ LambdaConfig: { UserMigration } });

    await forgot(pool, 'ada');

    expect((await userOf(pool, 'ada')).status).toBe('RESET_REQUIRED');
    await confirmForgot(pool, 'ada', await codeFor(email));
    await expect(signIn(pool, { username: 'ada' }, { secret: newPassword })).resolves.toBeDefined();
  });

  it('asks a client with a secret for its proof', async () => {
    const pool = await makePool({}, { GenerateSecret: true });
    const { username } = await makeUser(pool);
    await expect(forgot(pool, username, { SecretHash: 'AAAA' })).rejects.toMatchObject({
      message: `Unable to verify secret hash for client ${pool.clientId}`,
    });
    const SecretHash = secretHash(username, pool.clientId, pool.clientSecret ?? '');
    await expect(forgot(pool, username, { SecretHash })).resolves.toBeDefined();
  });

  it('knows the user of every client of the pool', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    await expect(forgot(await makeClient(pool.poolId), username)).resolves.toBeDefined();
  });
});
