import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { confirmedDevice, makeDevicePool, proveDevice, signInOn } from '#tests/support/devices.ts';
import { anEmail, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { beginSrp, english, signInBySrp } from '#tests/support/srp-sign-in.ts';

const temporary = 'Temporary-1';

/** A user who has given a temporary password and has to choose another. */
const withTemporaryPassword = async (pool: TestPool, attributes: Readonly<Record<string, string>> = {}) => {
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  const user = { UserPoolId: pool.poolId, Username: 'ada', TemporaryPassword: temporary, UserAttributes };
  await adminClient().send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
  const { Session } = await publicClient().send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ada', PASSWORD: temporary },
    }),
  );
  return Session;
};

const choosePassword = (
  { clientId }: TestPool,
  Session: string | undefined,
  NEW_PASSWORD: string,
  { attributes = {}, ahead = 0 }: { attributes?: Readonly<Record<string, string>>; ahead?: number } = {},
) =>
  publicClient({ ahead }).send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeResponses: { USERNAME: 'ada', NEW_PASSWORD, ...attributes },
      ...(Session && { Session }),
    }),
  );

describe('RespondToAuthChallenge', () => {
  describe('to PASSWORD_VERIFIER', () => {
    it('gives tokens for the proof of a password', async () => {
      const pool = await makePool();
      const user = await makeUser(pool);
      const { AuthenticationResult } = await signInBySrp(pool, user);
      expect(decodeJwt(AuthenticationResult?.AccessToken ?? '').sub).toBe(user.sub);
    });

    it('does so for a client with a secret', async () => {
      const pool = await makePool({}, { GenerateSecret: true });
      const { AuthenticationResult } = await signInBySrp(pool, await makeUser(pool));
      expect(AuthenticationResult?.RefreshToken).toBeDefined();
    });

    it('refuses the proof of another password, and counts it', async () => {
      const pool = await makePool();
      const { username } = await makeUser(pool);
      // The first lockout lasts a second: the clock stands still, however slow the machine.
      const clock = { at: Date.now() };
      for (let tries = 0; tries < 5; tries++) {
        await expect(signInBySrp(pool, { username, password: 'Wrong-horse-1' }, clock)).rejects.toThrow(
          'Incorrect username or password.',
        );
      }
      await expect(signInBySrp(pool, { username }, clock)).rejects.toThrow('Password attempts exceeded');
    });

    it('refuses anybody under a name that nobody has', async () => {
      const pool = await makePool({}, { PreventUserExistenceErrors: 'ENABLED' });
      await expect(signInBySrp(pool, { username: 'nobody' })).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Incorrect username or password.',
      });
    });

    it('takes a proof once', async () => {
      const pool = await makePool();
      const { answer } = await beginSrp(pool, await makeUser(pool));
      await publicClient().send(new RespondToAuthChallengeCommand(answer));
      await expect(publicClient().send(new RespondToAuthChallengeCommand(answer))).rejects.toThrow(
        'Invalid session for the user, session can only be used once.',
      );
    });

    it('takes a proof for three minutes', async () => {
      const pool = await makePool();
      const { answer } = await beginSrp(pool, await makeUser(pool));
      await expect(publicClient({ ahead: 181_000 }).send(new RespondToAuthChallengeCommand(answer))).rejects.toThrow(
        'Invalid session for the user, session is expired.',
      );
    });

    it.each([
      ['and tracks none', makePool],
      ['among those that it tracks', makeDevicePool],
    ])('tells a client of a device that the pool does not know, %s', async (_how, make) => {
      const pool = await make();
      const { answer } = await beginSrp(pool, await makeUser(pool));
      const ChallengeResponses = { ...answer.ChallengeResponses, DEVICE_KEY: 'us-east-1_0000' };
      await expect(
        publicClient().send(new RespondToAuthChallengeCommand({ ...answer, ChallengeResponses })),
      ).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'Device does not exist.' });
      // Clients then give the same answer again, without the device.
      const { AuthenticationResult } = await publicClient().send(new RespondToAuthChallengeCommand(answer));
      expect(AuthenticationResult?.AccessToken).toBeDefined();
    });

    it('wants the time in the form that clients write it', async () => {
      const pool = await makePool();
      const { answer } = await beginSrp(pool, await makeUser(pool));
      const ChallengeResponses = { ...answer.ChallengeResponses, TIMESTAMP: 'today' };
      await expect(
        publicClient().send(new RespondToAuthChallengeCommand({ ...answer, ChallengeResponses })),
      ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    });
  });

  describe('to PASSWORD_VERIFIER and DEVICE_PASSWORD_VERIFIER on a day of one digit', () => {
    const today = new Date();
    const ahead = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 5) - today.getTime();
    const withZero = (date: Date): string => english(date).replace(' 5 ', ' 05 ');
    const anotherWeekday = (date: Date): string =>
      `${english(new Date(date.getTime() + 86_400_000)).slice(0, 3)}${english(date).slice(3)}`;
    const wrong = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
    const unread = {
      name: 'InvalidParameterException',
      message: 'TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.',
    };
    const spellings = [
      ['takes the time without a leading zero', english, undefined],
      ['takes a proof over a leading zero for a wrong one', withZero, wrong],
      ['refuses a weekday that is not the one of the day', anotherWeekday, unread],
    ] as const;

    it.each(spellings)('%s, for a password', async (_what, write, refusal) => {
      const pool = await makePool();
      const signing = signInBySrp(pool, await makeUser(pool), { ahead, write });
      await (refusal
        ? expect(signing).rejects.toMatchObject(refusal)
        : expect(signing).resolves.toHaveProperty('AuthenticationResult'));
    });

    it.each(spellings)('%s, for a device', async (_what, write, refusal) => {
      const pool = await makeDevicePool();
      const user = await makeUser(pool);
      const { device } = await confirmedDevice(pool, user);
      const asked = await signInOn(pool, user, device, { ahead });
      const proving = proveDevice(pool, user, asked, device, { ahead, write });
      await (refusal
        ? expect(proving).rejects.toMatchObject(refusal)
        : expect(proving).resolves.toHaveProperty('AuthenticationResult'));
    });
  });

  describe('to NEW_PASSWORD_REQUIRED', () => {
    it('puts the new password in force and gives tokens', async () => {
      const pool = await makePool();
      const Session = await withTemporaryPassword(pool);

      const { AuthenticationResult } = await choosePassword(pool, Session, password);

      expect(AuthenticationResult?.IdToken).toBeDefined();
      const user = await adminClient().send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: 'ada' }));
      expect(user.UserStatus).toBe('CONFIRMED');
      await expect(signInBySrp(pool, { username: 'ada' })).resolves.toBeDefined();
      await expect(signInBySrp(pool, { username: 'ada', password: temporary })).rejects.toThrow();
    });

    it('asks for required attributes that are missing, and takes them', async () => {
      const pool = await makePool({ Schema: [{ Name: 'name', Required: true }] });
      const Session = await withTemporaryPassword(pool);
      await expect(choosePassword(pool, Session, password)).rejects.toThrow(
        'Invalid attributes given, name is missing',
      );

      const attributes = { 'userAttributes.name': 'Ada', 'userAttributes.email': anEmail() };
      await choosePassword(pool, Session, password, { attributes });

      const { UserAttributes } = await adminClient().send(
        new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: 'ada' }),
      );
      expect(UserAttributes).toContainEqual({ Name: 'name', Value: 'Ada' });
      expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'false' });
    });

    it('leaves a required attribute that is there as it is', async () => {
      const pool = await makePool({ Schema: [{ Name: 'name', Required: true }] });
      const Session = await withTemporaryPassword(pool, { name: 'Ada' });
      for (const name of ['Eve', 'Ada']) {
        const attributes = { 'userAttributes.name': name };
        await expect(choosePassword(pool, Session, password, { attributes })).rejects.toMatchObject({
          name: 'NotAuthorizedException',
          message: 'Cannot modify an already provided name',
        });
      }
    });

    it('leaves an attribute that cannot change as it is', async () => {
      const pool = await makePool({
        Schema: [{ Name: 'tenant', AttributeDataType: 'String', Mutable: false, StringAttributeConstraints: {} }],
      });
      const Session = await withTemporaryPassword(pool, { 'custom:tenant': 'acme' });
      const attributes = { 'userAttributes.custom:tenant': 'other' };
      await expect(choosePassword(pool, Session, password, { attributes })).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: 'user.custom:tenant: Attribute cannot be updated.\n',
      });
      await expect(choosePassword(pool, Session, password)).resolves.toHaveProperty('AuthenticationResult');
    });

    it('keeps no attribute that has no value', async () => {
      const pool = await makePool();
      const Session = await withTemporaryPassword(pool, { name: 'Ada' });
      await choosePassword(pool, Session, password, { attributes: { 'userAttributes.nickname': '' } });
      const { UserAttributes } = await adminClient().send(
        new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: 'ada' }),
      );
      expect(UserAttributes?.map(({ Name }) => Name)).toEqual(['sub', 'name']);
    });

    it('holds the new password against the policy, and leaves the session good', async () => {
      const pool = await makePool();
      const Session = await withTemporaryPassword(pool);
      await expect(choosePassword(pool, Session, 'onlylower')).rejects.toMatchObject({
        name: 'InvalidPasswordException',
        message: 'Password did not conform with policy: Password must have uppercase characters',
      });
      await expect(choosePassword(pool, Session, password)).resolves.toBeDefined();
    });

    it('takes a session once, for three minutes, from its own client', async () => {
      const pool = await makePool();
      const Session = await withTemporaryPassword(pool);
      await expect(choosePassword(pool, Session, password, { ahead: 181_000 })).rejects.toThrow(
        'Invalid session for the user, session is expired.',
      );
      await expect(choosePassword(await makePool(), Session, password)).rejects.toMatchObject({
        name: 'CodeMismatchException',
        message: 'Invalid session provided',
      });
      await choosePassword(pool, Session, password);
      await expect(choosePassword(pool, Session, 'Another-horse-1')).rejects.toThrow(
        'Invalid session for the user, session can only be used once.',
      );
    });
  });

  it('refuses a challenge that it does not know of', async () => {
    const { clientId } = await makePool();
    await expect(
      publicClient().send(new RespondToAuthChallengeCommand({ ClientId: clientId, ChallengeName: 'SMS_MFA' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
