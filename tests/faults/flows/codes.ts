import {
  AdminCreateUserCommand,
  type ChallengeNameType,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { aPhoneNumber, makePool, makeUser, password, type TestPool, type TestUser } from '#tests/support/pools.ts';
import { itemsAbout, putItems } from '#tests/support/raw-table.ts';
import { newPassword } from '#tests/support/recovery.ts';
import { confirmSignUp, otherThan, signUp, userOf } from '#tests/support/sign-up.ts';
import { listening } from '../heard.ts';
import { newName, once, signInsOf } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const anyone = publicClient();

const choosingPool = once(() =>
  makePool(
    {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      AutoVerifiedAttributes: ['email'],
    },
    { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
  ),
);

const phonePool = once(() =>
  makePool({
    MfaConfiguration: 'ON',
    SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
  }),
);

const begin = ({ clientId: ClientId }: TestPool, { username }: Pick<TestUser, 'username'>) =>
  anyone.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: username, PREFERRED_CHALLENGE: 'EMAIL_OTP' },
    }),
  );

const answer = (
  { clientId: ClientId }: TestPool,
  { username }: Pick<TestUser, 'username'>,
  Session: string | undefined,
  code: string,
  ChallengeName: ChallengeNameType = 'EMAIL_OTP',
) =>
  anyone.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName,
      Session,
      ChallengeResponses: { USERNAME: username, [`${ChallengeName}_CODE`]: code },
    }),
  );

const signInByPhone = async (pool: TestPool, username: string, phone: string, secret = password): Promise<void> => {
  const { Session } = await beginByPassword(pool, username, secret);
  const { AuthenticationResult } = await answer(pool, { username }, Session, await codeFor(phone), 'SMS_MFA');
  expect(AuthenticationResult?.AccessToken).toBeDefined();
};

const beginByPassword = ({ clientId: ClientId }: TestPool, USERNAME: string, PASSWORD = password) =>
  anyone.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } }),
  );

const signInByCode = async (pool: TestPool, user: Pick<TestUser, 'username' | 'email'>): Promise<void> => {
  const { Session } = await begin(pool, user);
  const { AuthenticationResult } = await answer(pool, user, Session, await codeFor(user.email));
  expect(AuthenticationResult?.AccessToken).toBeDefined();
};

/** What is left of what was set before anybody verified an address. */
const leftOpen = async ({ poolId }: TestPool, { username }: Pick<TestUser, 'username'>): Promise<readonly unknown[]> =>
  (await itemsAbout(`${poolId}#${username}`))
    .map(({ type }) => type)
    .filter((type) => type === 'Password' || type === 'Device');

export const codes: readonly Flow[] = [
  {
    operation: 'InitiateAuth',
    way: 'EMAIL_OTP',
    prepare: async () => {
      const pool = await choosingPool();
      const user = await makeUser(pool);
      const { call, heard } = listening(() => begin(pool, user));
      return {
        call,
        proof: async () => {
          // Each request may have sent a code. One of them belongs to the Session that was heard of.
          const tries = (await mailTo(user.email)).map(({ code = '' }) => answer(pool, user, heard().Session, code));
          const right = (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled');
          expect(right).toHaveLength(1);
        },
      };
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'EMAIL_OTP',
    prepare: async () => {
      const pool = await choosingPool();
      const user = await makeUser(pool);
      const { Session } = await begin(pool, user);
      const code = await codeFor(user.email);
      return {
        call: () => answer(pool, user, Session, code),
        doneBefore: ['NotAuthorizedException'],
        proof: async () => {
          expect(await signInsOf(pool, user)).toBe(1);
          await signInByCode(pool, user);
        },
      };
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'EMAIL_OTP after wrong codes',
    prepare: async () => {
      const pool = await choosingPool();
      const user = await makeUser(pool);
      const { Session } = await begin(pool, user);
      const code = await codeFor(user.email);
      await answer(pool, user, Session, otherThan(code)).catch(() => undefined);
      return {
        call: () => answer(pool, user, Session, code),
        doneBefore: ['NotAuthorizedException'],
        proof: async () => {
          expect(await signInsOf(pool, user)).toBe(1);
          await signInByCode(pool, user);
        },
      };
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'EMAIL_OTP of a user to be confirmed by it',
    prepare: async () => {
      const pool = await choosingPool();
      const user = await signUp(pool, newName());
      const { Session } = await begin(pool, user);
      const code = await codeFor(user.email);
      return {
        call: () => answer(pool, user, Session, code),
        doneBefore: ['NotAuthorizedException'],
        proof: async () => {
          expect(await signInsOf(pool, user)).toBe(1);
          expect((await userOf(pool, user.username)).status).toBe('CONFIRMED');
          expect(await leftOpen(pool, user)).toEqual([]);
          await signInByCode(pool, user);
        },
      };
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'EMAIL_OTP of a user to be confirmed by it, with more before than one transaction ends',
    prepare: async () => {
      const pool = await choosingPool();
      const user = await signUp(pool, newName());
      const pk = `USER#${pool.poolId}#${user.username}`;
      await putItems(Array.from({ length: 45 }, (_none, n) => ({ pk, sk: `D#${n}`, type: 'Device', data: {} })));
      const { Session } = await begin(pool, user);
      const code = await codeFor(user.email);
      return {
        call: async () => {
          // Wherever the earlier request broke off: a confirmed user has nothing left from before.
          const items = await itemsAbout(`${pool.poolId}#${user.username}`);
          if (Object(items.find(({ type }) => type === 'User')?.data).status === 'CONFIRMED') {
            expect(await leftOpen(pool, user)).toEqual([]);
          }
          await answer(pool, user, Session, code);
        },
        doneBefore: ['NotAuthorizedException'],
        proof: async () => {
          expect((await userOf(pool, user.username)).status).toBe('CONFIRMED');
          expect(await leftOpen(pool, user)).toEqual([]);
          await signInByCode(pool, user);
        },
      };
    },
  },
  {
    operation: 'InitiateAuth',
    way: 'Session of a confirmed sign-up',
    prepare: async () => {
      const pool = await choosingPool();
      const user = await signUp(pool, { ...newName(), Password: undefined });
      const { Session } = await confirmSignUp(pool, user);
      const { clientId: ClientId } = pool;
      return {
        call: () => anyone.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', Session })),
        doneBefore: ['NotAuthorizedException'],
        proof: async () => {
          expect(await signInsOf(pool, user)).toBe(1);
          await signInByCode(pool, user);
        },
      };
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'SMS_MFA',
    prepare: async () => {
      const pool = await phonePool();
      const phone = aPhoneNumber();
      const user = await makeUser(pool, { attributes: [{ Name: 'phone_number', Value: phone }] });
      const { Session } = await beginByPassword(pool, user.username);
      const code = await codeFor(phone);
      return {
        call: () => answer(pool, user, Session, code, 'SMS_MFA'),
        doneBefore: ['NotAuthorizedException'],
        proof: async () => {
          expect(await signInsOf(pool, user)).toBe(1);
          await signInByPhone(pool, user.username, phone);
        },
      };
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'NEW_PASSWORD_REQUIRED before SMS_MFA',
    prepare: async () => {
      const pool = await phonePool();
      const { poolId: UserPoolId, clientId: ClientId } = pool;
      const { username: Username } = newName();
      const phone = aPhoneNumber();
      await adminClient().send(
        new AdminCreateUserCommand({
          UserPoolId,
          Username,
          TemporaryPassword: password,
          MessageAction: 'SUPPRESS',
          UserAttributes: [{ Name: 'phone_number', Value: phone }],
        }),
      );
      const { Session } = await beginByPassword(pool, Username);
      return {
        call: () =>
          anyone.send(
            new RespondToAuthChallengeCommand({
              ClientId,
              ChallengeName: 'NEW_PASSWORD_REQUIRED',
              Session,
              ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: newPassword },
            }),
          ),
        doneBefore: ['NotAuthorizedException'],
        proof: () => signInByPhone(pool, Username, phone, newPassword),
      };
    },
  },
];
