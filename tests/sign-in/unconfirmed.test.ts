import {
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { anEmail, makePool, password, type TestPool } from '#tests/support/pools.ts';
import { answerChallenge, beginSignIn } from '#tests/support/sign-in.ts';
import { signInBySrp } from '#tests/support/srp-sign-in.ts';

const wrongPassword = 'Wrong-horse-1';

const notConfirmed = { name: 'UserNotConfirmedException', message: 'User is not confirmed.' };
const incorrect = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

/** A pool with a user, `ada`, who signed up and did not confirm. */
const unconfirmedIn = async (PreventUserExistenceErrors?: 'ENABLED' | 'LEGACY') => {
  const pool = await makePool(
    {},
    {
      PreventUserExistenceErrors,
      ExplicitAuthFlows: [
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      ],
    },
  );
  const UserAttributes = [{ Name: 'email', Value: anEmail() }];
  const request = { ClientId: pool.clientId, Username: 'ada', Password: password, UserAttributes };
  await publicClient().send(new SignUpCommand(request));
  return pool;
};

const choose = (pool: TestPool, parameters: Record<string, string> = {}) =>
  publicClient().send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: 'ada', ...parameters },
    }),
  );

const ways: Readonly<Record<string, (pool: TestPool, secret: string) => Promise<unknown>>> = {
  USER_PASSWORD_AUTH: (pool, PASSWORD) =>
    publicClient().send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ada', PASSWORD },
      }),
    ),
  USER_SRP_AUTH: (pool, secret) => signInBySrp(pool, { username: 'ada', password: secret }),
  ADMIN_USER_PASSWORD_AUTH: ({ poolId, clientId }, PASSWORD) =>
    adminClient().send(
      new AdminInitiateAuthCommand({
        UserPoolId: poolId,
        ClientId: clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ada', PASSWORD },
      }),
    ),
  'USER_AUTH with the password at once': (pool, PASSWORD) =>
    choose(pool, { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD }),
  'USER_AUTH with the password and the choice': async (pool, PASSWORD) =>
    answerChallenge(pool, await choose(pool), { USERNAME: 'ada', ANSWER: 'PASSWORD', PASSWORD }),
  'USER_AUTH with the password after the choice': async (pool, PASSWORD) =>
    answerChallenge(pool, await choose(pool, { PREFERRED_CHALLENGE: 'PASSWORD' }), { USERNAME: 'ada', PASSWORD }),
};

describe.each(Object.entries(ways))('an unconfirmed user, by %s', (_way, signIn) => {
  it.each(['LEGACY', undefined] as const)(
    'is told so whatever the password is, where PreventUserExistenceErrors is %s',
    async (setting) => {
      const pool = await unconfirmedIn(setting);
      // The password is not looked at, so no try is counted.
      for (let tries = 0; tries < 6; tries++)
        await expect(signIn(pool, wrongPassword)).rejects.toMatchObject(notConfirmed);
      await expect(signIn(pool, password)).rejects.toMatchObject(notConfirmed);
    },
  );

  it('is told so after the right password only, where the client hides who exists', async () => {
    const pool = await unconfirmedIn('ENABLED');
    await expect(signIn(pool, wrongPassword)).rejects.toMatchObject(incorrect);
    await expect(signIn(pool, password)).rejects.toMatchObject(notConfirmed);
    const at = Date.now();
    for (let tries = 0; tries < 5; tries++) await expect(signIn(pool, wrongPassword)).rejects.toMatchObject(incorrect);
    // On a slow machine, the lock may be over by now. It was not yet when the tries began.
    await expect(beginSignIn(pool, 'ada', password, { at })).rejects.toThrow('Password attempts exceeded');
  });
});

describe('an unconfirmed user', () => {
  it('who is disabled is told that, after the right password', async () => {
    const pool = await unconfirmedIn();
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: 'ada' }));
    await expect(ways.USER_PASSWORD_AUTH?.(pool, wrongPassword)).rejects.toMatchObject(incorrect);
    await expect(ways.USER_PASSWORD_AUTH?.(pool, password)).rejects.toThrow('User is disabled.');
  });

  it('who forgot the password and has no verified address is sent to the confirmation, as apps read it', async () => {
    const pool = await unconfirmedIn();
    await expect(
      publicClient().send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: 'ada' })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Cannot reset password for the user as there is no registered/verified email or phone_number',
    });
  });
});
