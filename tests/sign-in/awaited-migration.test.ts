import { randomUUID } from 'node:crypto';
import {
  AdminDisableProviderForUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  type AuthFlowType,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { awaitingUser, awaits } from '#tests/support/awaiting-users.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { groupsOf, makeGroup } from '#tests/support/groups.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { makePool, password, type TestPool } from '#tests/support/pools.ts';
import { confirmForgot, forgot, newPassword } from '#tests/support/recovery.ts';
import { eventsOf, scriptedDirectory, scriptedFailure, scriptedFunction } from '#tests/support/scripted-functions.ts';
import { answerChallenge, beginSignIn, signIn } from '#tests/support/sign-in.ts';
import { beginSrp, signInBySrp } from '#tests/support/srp-sign-in.ts';
import { loadUser } from '#tests/support/user-loader.ts';

const incorrect = 'Incorrect username or password.';
const wrong = 'Wrong-horse-1';

const flows = [
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
] as const;

const migratingPool = (UserMigration = scriptedDirectory(password), settings = {}): Promise<TestPool> =>
  makePool(
    {
      LambdaConfig: { UserMigration },
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      AutoVerifiedAttributes: ['email'],
      ...settings,
    },
    { ExplicitAuthFlows: [...flows] },
  );

const askedOf = async ({ poolId }: TestPool) =>
  (await eventsOf(poolId)).filter(({ triggerSource }) => triggerSource.startsWith('UserMigration_'));

const stateOf = async ({ poolId }: TestPool, Username: string) => {
  const found = await adminClient().send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));
  const attributes = Object.fromEntries((found.UserAttributes ?? []).map(({ Name = '', Value }) => [Name, Value]));
  return { status: found.UserStatus, factors: found.UserMFASettingList, created: found.UserCreateDate, attributes };
};

type Way = (pool: TestPool, USERNAME: string, PASSWORD: string) => Promise<InitiateAuthCommandOutput>;

const byAdmin =
  (AuthFlow: AuthFlowType): Way =>
  ({ poolId, clientId }, USERNAME, PASSWORD) =>
    adminClient().send(
      new AdminInitiateAuthCommand({
        UserPoolId: poolId,
        ClientId: clientId,
        AuthFlow,
        AuthParameters: { USERNAME, PASSWORD },
      }),
    );

const choosing = ({ clientId }: TestPool, parameters: Record<string, string>) =>
  publicClient().send(
    new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'USER_AUTH', AuthParameters: parameters }),
  );

const ways: readonly (readonly [name: string, way: Way])[] = [
  ['USER_PASSWORD_AUTH', beginSignIn],
  ['ADMIN_USER_PASSWORD_AUTH', byAdmin('ADMIN_USER_PASSWORD_AUTH')],
  ['ADMIN_NO_SRP_AUTH', byAdmin('ADMIN_NO_SRP_AUTH')],
  [
    'USER_AUTH, the password at once',
    (pool, USERNAME, PASSWORD) => choosing(pool, { USERNAME, PASSWORD, PREFERRED_CHALLENGE: 'PASSWORD' }),
  ],
  [
    'USER_AUTH, the password as challenge',
    async (pool, USERNAME, PASSWORD) => {
      const asked = await choosing(pool, { USERNAME, PREFERRED_CHALLENGE: 'PASSWORD' });
      return answerChallenge(pool, asked, { USERNAME, PASSWORD });
    },
  ],
  [
    'USER_AUTH, the password with the choice',
    async (pool, USERNAME, PASSWORD) => {
      const asked = await choosing(pool, { USERNAME });
      expect(asked.AvailableChallenges).toContain('PASSWORD');
      return answerChallenge(pool, asked, { USERNAME, ANSWER: 'PASSWORD', PASSWORD });
    },
  ],
];

describe('a user who awaits the migration of a password', () => {
  it.each(ways)('signs in by %s once UserMigration knows the password, and keeps everything', async (_name, begin) => {
    const pool = await migratingPool(
      scriptedFunction({ knows: password, userAttributes: { name: 'Somebody' }, finalUserStatus: 'RESET_REQUIRED' }),
    );
    await makeGroup(pool, 'readers');
    const createdAt = '2020-02-29T12:00:00.000Z';
    const user = await awaitingUser(pool, { groups: ['readers'], attributes: { name: 'Ada' }, createdAt });
    const before = await stateOf(pool, user.username);

    await expect(begin(pool, user.username, wrong)).rejects.toThrow(incorrect);
    expect(await awaits(pool, user)).toBe(true);
    const { AuthenticationResult } = await begin(pool, user.username, password);
    expect(decodeJwt(AuthenticationResult?.AccessToken ?? '').sub).toBe(user.sub);
    expect(await stateOf(pool, user.username)).toEqual(before);
    expect(before).toMatchObject({ status: 'CONFIRMED', created: new Date(createdAt), attributes: { name: 'Ada' } });
    expect(await groupsOf(pool, user)).toEqual(['readers']);
    expect(await awaits(pool, user)).toBe(false);

    // From now on the password is the user's own, and nobody is asked.
    await signIn(pool, user);
    await signInBySrp(pool, user);
    await expect(beginSignIn(pool, user.username, wrong)).rejects.toThrow(incorrect);
    expect(await askedOf(pool)).toHaveLength(2);
  });

  it('is told to the function by the stored name, with what is known, whatever name was typed', async () => {
    const pool = await migratingPool(scriptedDirectory(password), { AliasAttributes: ['email'] });
    const user = await awaitingUser(pool);
    await publicClient().send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: user.email, PASSWORD: password },
        ClientMetadata: { from: 'test' },
      }),
    );
    expect(await askedOf(pool)).toMatchObject([
      {
        triggerSource: 'UserMigration_Authentication',
        userName: user.username,
        callerContext: { clientId: pool.clientId },
        request: {
          password,
          validationData: { from: 'test' },
          userAttributes: { sub: user.sub, email: user.email, 'cognito:user_status': 'CONFIRMED' },
        },
      },
    ]);
  });

  it.each([
    ['says nothing', scriptedFunction({})],
    ['means somebody else', scriptedFunction({ userAttributes: { username: 'grace' }, finalUserStatus: 'CONFIRMED' })],
    ['answers what no trigger answers', scriptedFunction({ userAttributes: {}, finalUserStatus: 'ARCHIVED' })],
    ['fails', scriptedFailure('The other directory is closed.')],
    ['is not there', undefined],
  ])('is refused as everybody else where the function %s, and that counts', async (_what, UserMigration) => {
    const pool = await migratingPool(UserMigration, UserMigration ? {} : { LambdaConfig: {} });
    const user = await awaitingUser(pool);
    const at = Date.now();
    for (let guess = 0; guess < 5; guess++) {
      await expect(beginSignIn(pool, user.username, password, { at })).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: incorrect,
      });
    }
    await expect(beginSignIn(pool, user.username, password, { at })).rejects.toThrow('Password attempts exceeded');
    expect(await awaits(pool, user)).toBe(true);
    expect(await askedOf(pool)).toHaveLength(UserMigration ? 5 : 0);
  });

  it('is locked out by wrong passwords, which a right one after that ends', async () => {
    const pool = await migratingPool();
    const user = await awaitingUser(pool);
    const at = Date.now();
    for (let guess = 0; guess < 5; guess++) {
      await expect(beginSignIn(pool, user.username, wrong, { at })).rejects.toThrow(incorrect);
    }
    await expect(beginSignIn(pool, user.username, password, { at })).rejects.toThrow('Password attempts exceeded');
    expect(await askedOf(pool)).toHaveLength(5);
    await beginSignIn(pool, user.username, password, { at: at + 1000 });
    await expect(beginSignIn(pool, user.username, wrong, { at: at + 1000 })).rejects.toThrow(incorrect);
    await beginSignIn(pool, user.username, password, { at: at + 1000 });
  });

  it('gives a wrong password by SRP, whatever it is, as somebody without a password does', async () => {
    const pool = await migratingPool();
    const user = await awaitingUser(pool);
    const { answer } = await beginSrp(pool, user);
    expect(answer.ChallengeName).toBe('PASSWORD_VERIFIER');
    await expect(signInBySrp(pool, user)).rejects.toMatchObject({ name: 'NotAuthorizedException', message: incorrect });
    expect(await askedOf(pool)).toEqual([]);
  });

  it('replaces a temporary password by one of their own', async () => {
    const pool = await migratingPool();
    const user = await awaitingUser(pool, { status: 'FORCE_CHANGE_PASSWORD' });
    const asked = await beginSignIn(pool, user.username);
    expect(asked.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(await awaits(pool, user)).toBe(false);
    const given = { USERNAME: user.username, NEW_PASSWORD: newPassword };
    await expect(answerChallenge(pool, asked, given)).resolves.toHaveProperty('AuthenticationResult.AccessToken');
    await expect(stateOf(pool, user.username)).resolves.toMatchObject({ status: 'CONFIRMED' });
    await expect(signIn(pool, user)).rejects.toThrow(incorrect);
  });

  it('gives a temporary password that works as long as those of the pool', async () => {
    const policy = { PasswordPolicy: { TemporaryPasswordValidityDays: 2 } };
    const pool = await migratingPool(scriptedDirectory(password), { Policies: policy });
    const user = await awaitingUser(pool, { status: 'FORCE_CHANGE_PASSWORD' });
    const at = Date.now();
    await beginSignIn(pool, user.username, password, { at });
    const [day, second] = [86_400_000, 1000];
    await expect(beginSignIn(pool, user.username, password, { at: at + 2 * day - second })).resolves.toHaveProperty(
      'ChallengeName',
      'NEW_PASSWORD_REQUIRED',
    );
    await expect(beginSignIn(pool, user.username, password, { at: at + 2 * day })).rejects.toThrow('expired');
  });

  it('has to reset a right password where that was wanted before', async () => {
    const pool = await migratingPool();
    const user = await awaitingUser(pool, { status: 'RESET_REQUIRED' });
    await expect(beginSignIn(pool, user.username)).rejects.toMatchObject({ name: 'PasswordResetRequiredException' });
    await expect(stateOf(pool, user.username)).resolves.toMatchObject({ status: 'RESET_REQUIRED' });
    await forgot(pool, user.username);
    await confirmForgot(pool, user.username, await codeFor(user.email));
    await signIn(pool, user, { secret: newPassword });
  });

  it('is not let in while disabled', async () => {
    const pool = await migratingPool();
    const user = await awaitingUser(pool, { enabled: false });
    await expect(beginSignIn(pool, user.username, wrong)).rejects.toThrow(incorrect);
    await expect(beginSignIn(pool, user.username)).rejects.toThrow('User is disabled.');
  });

  it('is asked for the second factor that came along, or for the one that the function wants', async () => {
    const pool = await makeMfaPool({}, { LambdaConfig: { UserMigration: scriptedDirectory(password) } });
    const withMail = await awaitingUser(pool, { mfa: { enabled: ['EMAIL_OTP'], preferred: 'EMAIL_OTP' } });
    await expect(signIn(pool, withMail)).rejects.toThrow('The sign-in gave no tokens.');

    const wanting = scriptedFunction({ userAttributes: {}, finalUserStatus: 'CONFIRMED', enableSMSMFA: true });
    const other = await makeMfaPool({}, { LambdaConfig: { UserMigration: wanting } });
    const phone = { phone_number: '+15551234567', phone_number_verified: 'true' };
    const without = await awaitingUser(other, { attributes: phone });
    await expect(beginSignIn(other, without.username)).resolves.toHaveProperty('ChallengeName', 'SMS_MFA');
    const mail = await awaitingUser(other, { attributes: phone, mfa: { enabled: ['EMAIL_OTP'] } });
    await expect(beginSignIn(other, mail.username)).resolves.toHaveProperty('ChallengeName', 'EMAIL_OTP');
    await expect(stateOf(other, mail.username)).resolves.toMatchObject({ factors: ['EMAIL_OTP'] });
  });

  it('awaits nothing any more after a forgotten password, for which nobody is asked', async () => {
    const pool = await migratingPool();
    const user = await awaitingUser(pool);
    await forgot(pool, user.username);
    expect(await awaits(pool, user)).toBe(true);
    await confirmForgot(pool, user.username, await codeFor(user.email));
    expect(await awaits(pool, user)).toBe(false);
    await expect(signIn(pool, user)).rejects.toThrow(incorrect);
    await signIn(pool, user, { secret: newPassword });
    expect(await askedOf(pool)).toEqual([]);
  });

  it.each([
    ['sets a password', (Password: string) => ({ Password, Permanent: true })],
    ['sets a temporary password', (Password: string) => ({ Password, Permanent: false })],
  ])('awaits nothing any more once an administrator %s', async (_what, given) => {
    const pool = await migratingPool();
    const { username } = await awaitingUser(pool);
    const named = { UserPoolId: pool.poolId, Username: username };
    await adminClient().send(new AdminSetUserPasswordCommand({ ...named, ...given(newPassword) }));
    expect(await awaits(pool, { username })).toBe(false);
    await expect(beginSignIn(pool, username)).rejects.toThrow(incorrect);
    await expect(beginSignIn(pool, username, newPassword)).resolves.toBeDefined();
    expect(await askedOf(pool)).toEqual([]);
  });

  it('awaits nothing any more once an administrator took the password away', async () => {
    const pool = await migratingPool();
    const { username } = await awaitingUser(pool);
    const User = { ProviderName: 'Cognito', ProviderAttributeValue: username };
    await adminClient().send(new AdminDisableProviderForUserCommand({ UserPoolId: pool.poolId, User }));
    expect(await awaits(pool, { username })).toBe(false);
    await expect(beginSignIn(pool, username)).rejects.toThrow(incorrect);
    expect(await askedOf(pool)).toEqual([]);
  });

  it('awaits nothing any more once the owner of the address has confirmed a sign-up by a code', async () => {
    const pool = await migratingPool();
    const user = await awaitingUser(pool, { status: 'UNCONFIRMED', attributes: { email_verified: 'false' } });
    const asked = await choosing(pool, { USERNAME: user.username, PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    const answer = { USERNAME: user.username, EMAIL_OTP_CODE: await codeFor(user.email) };
    const { AuthenticationResult } = await answerChallenge(pool, asked, answer);
    expect(AuthenticationResult?.AccessToken).toBeDefined();
    expect(await awaits(pool, user)).toBe(false);
    await expect(beginSignIn(pool, user.username)).rejects.toThrow(incorrect);
  });

  it('gets no code as first factor at an address that nobody has verified', async () => {
    const pool = await migratingPool();
    const user = await awaitingUser(pool, { attributes: { email_verified: 'false' } });
    const asked = await choosing(pool, { USERNAME: user.username });
    expect(asked.AvailableChallenges).toEqual(['PASSWORD_SRP', 'PASSWORD']);
  });
});

describe('a record of a user who awaits a migration', () => {
  it.each([
    ['a password', { password: { hash: '$2b$04$abcdefghijklmnopqrstuuO0HVqsMKfPlJBWqLw9bOQ1WDp9q9zVW' } }],
    ['a password that was taken away', { passwordDisabled: true as const }],
    ['a provider in place of a password', { status: 'EXTERNAL_PROVIDER' as const }],
  ])('is refused with %s', async (_what, given) => {
    const pool = await migratingPool();
    const record = { username: `user-${randomUUID()}`, awaitsMigration: true as const, ...given };
    await expect(loadUser(pool.poolId, record)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
