import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminListUserAuthEventsCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  type EventFilterType,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { leaked, minding, otherLeaked, protectedBy, setBlocklist } from '#tests/support/leaked-passwords.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import {
  anEmail,
  makeClient,
  makePool,
  makeUser,
  password,
  type TestPool,
  type TestUser,
} from '#tests/support/pools.ts';
import { confirmForgot, forgot, newPassword } from '#tests/support/recovery.ts';
import { scriptedFunction } from '#tests/support/scripted-functions.ts';
import { answerChallenge, beginSignIn, signIn } from '#tests/support/sign-in.ts';
import { signInBySrp } from '#tests/support/srp-sign-in.ts';

const refusedPassword = {
  name: 'InvalidPasswordException',
  message: 'Provided password cannot be used for security reasons.',
};
const refusedSignIn = {
  name: 'PasswordResetRequiredException',
  message: 'Password reset required for user due to security reasons',
};
const flows = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_USER_AUTH',
] as const;

const makeProtected = async (mode: 'AUDIT' | 'ENFORCED' | 'OFF' = 'ENFORCED'): Promise<TestPool> => {
  const pool = await makePool(
    { ...protectedBy(mode), AutoVerifiedAttributes: ['email'] },
    { ExplicitAuthFlows: [...flows] },
  );
  await minding(pool.poolId);
  return pool;
};

const statusOf = async ({ poolId }: TestPool, Username: string) =>
  (await adminClient().send(new AdminGetUserCommand({ UserPoolId: poolId, Username }))).UserStatus;

const signUp = ({ clientId }: Pick<TestPool, 'clientId'>, Password: string, Username: string = randomUUID()) =>
  publicClient().send(new SignUpCommand({ ClientId: clientId, Username, Password }));

const setPassword = (
  { poolId }: TestPool,
  { username }: Pick<TestUser, 'username'>,
  Password: string,
  Permanent = true,
) =>
  adminClient().send(new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: username, Password, Permanent }));

// By the import of its hash, a leaked password comes to be in a pool that would not have taken it. Here, from before.
const makeUserWithLeaked = async (pool: TestPool): Promise<TestUser> => {
  const user = await makeUser(pool);
  await minding(pool.poolId, { EventFilter: ['SIGN_IN'] });
  await setPassword(pool, user, leaked);
  return user;
};

const invite = ({ poolId }: TestPool, TemporaryPassword: string, Username: string = randomUUID()) =>
  adminClient().send(
    new AdminCreateUserCommand({ UserPoolId: poolId, Username, TemporaryPassword, MessageAction: 'SUPPRESS' }),
  );

interface Place {
  readonly name: string;
  readonly event: EventFilterType;
  /** Gives such a password there, and answers what comes of it. */
  readonly give: (pool: TestPool, given: string) => Promise<unknown>;
}

const places: readonly Place[] = [
  { name: 'SignUp', event: 'SIGN_UP', give: (pool, given) => signUp(pool, given) },
  { name: 'AdminCreateUser', event: 'SIGN_UP', give: (pool, given) => invite(pool, given) },
  {
    name: 'AdminSetUserPassword',
    event: 'PASSWORD_CHANGE',
    give: async (pool, given) => setPassword(pool, await makeUser(pool), given),
  },
  {
    name: 'AdminSetUserPassword of a temporary one',
    event: 'PASSWORD_CHANGE',
    give: async (pool, given) => setPassword(pool, await makeUser(pool), given, false),
  },
  {
    name: 'ChangePassword',
    event: 'PASSWORD_CHANGE',
    give: async (pool, ProposedPassword) => {
      const { AccessToken } = await signIn(pool, await makeUser(pool));
      return publicClient().send(
        new ChangePasswordCommand({ AccessToken, PreviousPassword: password, ProposedPassword }),
      );
    },
  },
  {
    name: 'ConfirmForgotPassword',
    event: 'PASSWORD_CHANGE',
    give: async (pool, given) => {
      const { username, email } = await makeUser(pool);
      await forgot(pool, username);
      return confirmForgot(pool, username, await codeFor(email), { Password: given });
    },
  },
  {
    name: 'NEW_PASSWORD_REQUIRED',
    event: 'PASSWORD_CHANGE',
    give: async (pool, given) => {
      const user = await makeUser(pool);
      await setPassword(pool, user, newPassword, false);
      const asked = await beginSignIn(pool, user.username, newPassword);
      return answerChallenge(pool, asked, { USERNAME: user.username, NEW_PASSWORD: given });
    },
  },
];

describe('a password that leaked elsewhere', () => {
  it.each(places)('is not taken by $name, and another one is', async ({ give }) => {
    const pool = await makeProtected();
    await expect(give(pool, leaked)).rejects.toMatchObject(refusedPassword);
    await expect(give(pool, 'Quite-other-horse-3')).resolves.toBeDefined();
  });

  it.each(places)('is taken by $name where the pool minds other events', async ({ event, give }) => {
    const pool = await makeProtected();
    const others = (['SIGN_IN', 'SIGN_UP', 'PASSWORD_CHANGE'] as const).filter((other) => other !== event);
    await minding(pool.poolId, { EventFilter: others });
    await expect(give(pool, leaked)).resolves.toBeDefined();
  });

  it.each(['OFF', 'AUDIT'] as const)('is taken where threat protection is in the mode %s', async (mode) => {
    const pool = await makeProtected(mode);
    await expect(signUp(pool, leaked)).resolves.toBeDefined();
    const user = await makeUser(pool);
    await setPassword(pool, user, leaked);
    await expect(signIn(pool, user, { secret: leaked })).resolves.toBeDefined();
    expect(await statusOf(pool, user.username)).toBe('CONFIRMED');
  });

  it('is taken where nothing is configured, and where the action is none', async () => {
    const pool = await makePool(protectedBy('ENFORCED'));
    await expect(signUp(pool, leaked)).resolves.toBeDefined();
    await minding(pool.poolId, { EventAction: 'NO_ACTION' });
    await expect(signUp(pool, leaked)).resolves.toBeDefined();
    await minding(pool.poolId);
    await expect(signUp(pool, leaked)).rejects.toMatchObject(refusedPassword);
  });

  it('is refused or not as the app client says, where that has a configuration of its own', async () => {
    const pool = await makeProtected();
    const lenient = await makeClient(pool.poolId);
    await minding(pool.poolId, { EventAction: 'NO_ACTION' }, lenient.clientId);
    await expect(signUp(lenient, leaked)).resolves.toBeDefined();
    await expect(signUp(pool, leaked)).rejects.toMatchObject(refusedPassword);
  });

  it('is refused before it is looked at who signs up or forgot a password', async () => {
    const pool = await makeProtected();
    const { username } = await makeUser(pool);
    await expect(signUp(pool, leaked, username)).rejects.toMatchObject(refusedPassword);
    for (const name of [username, `nobody-${randomUUID()}`]) {
      await expect(confirmForgot(pool, name, '123456', { Password: leaked })).rejects.toMatchObject(refusedPassword);
    }
  });

  it('leaves a code good that came with it', async () => {
    const pool = await makeProtected();
    const { username, email } = await makeUser(pool);
    await forgot(pool, username);
    const code = await codeFor(email);
    await expect(confirmForgot(pool, username, code, { Password: leaked })).rejects.toMatchObject(refusedPassword);
    await expect(confirmForgot(pool, username, code)).resolves.toBeDefined();
  });
});

describe('a sign-in with a password that leaked elsewhere', () => {
  const byFlow = {
    USER_PASSWORD_AUTH: (pool: TestPool, USERNAME: string, PASSWORD: string) => beginSignIn(pool, USERNAME, PASSWORD),
    ADMIN_USER_PASSWORD_AUTH: ({ poolId, clientId }: TestPool, USERNAME: string, PASSWORD: string) =>
      adminClient().send(
        new AdminInitiateAuthCommand({
          UserPoolId: poolId,
          ClientId: clientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME, PASSWORD },
        }),
      ),
    'PASSWORD at once in USER_AUTH': ({ clientId }: TestPool, USERNAME: string, PASSWORD: string) =>
      publicClient().send(
        new InitiateAuthCommand({
          ClientId: clientId,
          AuthFlow: 'USER_AUTH',
          AuthParameters: { USERNAME, PASSWORD, PREFERRED_CHALLENGE: 'PASSWORD' },
        }),
      ),
    'PASSWORD as a challenge of USER_AUTH': async (pool: TestPool, USERNAME: string, PASSWORD: string) => {
      const AuthParameters = { USERNAME, PREFERRED_CHALLENGE: 'PASSWORD' };
      const asked = await publicClient().send(
        new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'USER_AUTH', AuthParameters }),
      );
      return answerChallenge(pool, asked, { USERNAME, PASSWORD });
    },
  } as const;

  it.each(Object.entries(byFlow))('by %s has to be reset', async (_flow, begin) => {
    const pool = await makeProtected();
    const user = await makeUserWithLeaked(pool);
    await expect(begin(pool, user.username, leaked)).rejects.toMatchObject(refusedSignIn);
    expect(await statusOf(pool, user.username)).toBe('RESET_REQUIRED');
    await expect(begin(pool, user.username, leaked)).rejects.toMatchObject({
      name: 'PasswordResetRequiredException',
      message: 'Password reset required for the user',
    });
    await forgot(pool, user.username);
    await confirmForgot(pool, user.username, await codeFor(user.email));
    await expect(begin(pool, user.username, newPassword)).resolves.toMatchObject({
      AuthenticationResult: { AccessToken: expect.any(String) },
    });
  });

  it('tells nothing where the password is wrong, however many others leaked', async () => {
    const pool = await makeProtected();
    const user = await makeUserWithLeaked(pool);
    const wrong = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
    await expect(beginSignIn(pool, user.username, otherLeaked)).rejects.toMatchObject(wrong);
    expect(await statusOf(pool, user.username)).toBe('CONFIRMED');
  });

  it('goes on where the pool does not mind sign-ins', async () => {
    const pool = await makeProtected();
    const user = await makeUserWithLeaked(pool);
    await minding(pool.poolId, { EventFilter: ['SIGN_UP', 'PASSWORD_CHANGE'] });
    await expect(signIn(pool, user, { secret: leaked })).resolves.toBeDefined();
  });

  it('goes on by SRP, which never shows the password', async () => {
    const pool = await makeProtected();
    const user = await makeUserWithLeaked(pool);
    await expect(signInBySrp(pool, { username: user.username, password: leaked })).resolves.toBeDefined();
    expect(await statusOf(pool, user.username)).toBe('CONFIRMED');
  });

  it('asks for another password where it was a temporary one, and that must not have leaked', async () => {
    const pool = await makeProtected();
    const user = await makeUser(pool);
    await minding(pool.poolId, { EventFilter: ['SIGN_IN'] });
    await setPassword(pool, user, leaked, false);
    await minding(pool.poolId);
    const asked = await beginSignIn(pool, user.username, leaked);
    expect(asked.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    const answer = { USERNAME: user.username, NEW_PASSWORD: otherLeaked };
    await expect(answerChallenge(pool, asked, answer)).rejects.toMatchObject(refusedPassword);
  });

  it.each(['USER_PASSWORD_AUTH', 'USER_AUTH'] as const)(
    'is noticed when the user is brought along from elsewhere by %s',
    async (AuthFlow) => {
      const email = anEmail();
      const UserMigration = scriptedFunction({
        userAttributes: { email, email_verified: 'true' },
        finalUserStatus: 'CONFIRMED',
        messageAction: 'SUPPRESS',
      });
      const pool = await makePool(
        { ...protectedBy('ENFORCED'), LambdaConfig: { UserMigration } },
        { ExplicitAuthFlows: [...flows] },
      );
      await minding(pool.poolId);
      const AuthParameters = { USERNAME: 'ada', PASSWORD: leaked, PREFERRED_CHALLENGE: 'PASSWORD' };
      const given = AuthFlow === 'USER_AUTH' ? AuthParameters : { USERNAME: 'ada', PASSWORD: leaked };
      const begin = new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow, AuthParameters: given });
      await expect(publicClient().send(begin)).rejects.toMatchObject(refusedSignIn);
      expect(await statusOf(pool, 'ada')).toBe('RESET_REQUIRED');
    },
  );

  it('ends earlier sessions where the pool ends them with a password', async () => {
    const pool = await makeProtected();
    const user = await makeUserWithLeaked(pool);
    await minding(pool.poolId, { EventFilter: ['SIGN_UP'] });
    const { RefreshToken } = await signIn(pool, user, { secret: leaked });
    await callOwn('SetUserPoolSignInSettings', { UserPoolId: pool.poolId, PasswordChange: { EndsSessions: true } });
    await minding(pool.poolId);
    await expect(beginSignIn(pool, user.username, leaked)).rejects.toMatchObject(refusedSignIn);
    await expect(
      publicClient().send(
        new InitiateAuthCommand({
          ClientId: pool.clientId,
          AuthFlow: 'REFRESH_TOKEN_AUTH',
          AuthParameters: { REFRESH_TOKEN: RefreshToken },
        }),
      ),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('the event of a sign-in', () => {
  const riskIn = async ({ poolId }: TestPool, Username: string) => {
    const listed = await adminClient().send(new AdminListUserAuthEventsCommand({ UserPoolId: poolId, Username }));
    return listed.AuthEvents?.map(({ EventResponse, EventRisk }) => ({ EventResponse, ...EventRisk }));
  };

  it('says that the password leaked, and that the sign-in was blocked for it', async () => {
    const pool = await makeProtected();
    const user = await makeUserWithLeaked(pool);
    await expect(beginSignIn(pool, user.username, leaked)).rejects.toMatchObject(refusedSignIn);
    expect(await riskIn(pool, user.username)).toMatchObject([
      { EventResponse: 'Fail', RiskDecision: 'Block', CompromisedCredentialsDetected: true },
    ]);
  });

  it('says so where nothing is done about it, too', async () => {
    const pool = await makeProtected('AUDIT');
    const user = await makeUser(pool);
    await signIn(pool, user);
    await setPassword(pool, user, leaked);
    await signIn(pool, user, { secret: leaked });
    expect(await riskIn(pool, user.username)).toMatchObject([
      { EventResponse: 'Pass', RiskDecision: 'NoRisk', CompromisedCredentialsDetected: true },
      { EventResponse: 'Pass', RiskDecision: 'NoRisk', CompromisedCredentialsDetected: false },
    ]);
  });
});

describe('a block list that the policy enforces', () => {
  const told = {
    name: 'InvalidPasswordException',
    message: 'Password did not conform with policy: Password is known from a data leak',
  };

  it.each(places)('refuses by $name without threat protection, and says why', async ({ give }) => {
    const pool = await makePool({ AutoVerifiedAttributes: ['email'] });
    await setBlocklist(pool.poolId, { Enforced: true });
    await expect(give(pool, leaked)).rejects.toMatchObject(told);
    await setBlocklist(pool.poolId, {});
    await expect(give(pool, leaked)).resolves.toBeDefined();
  });

  it('lets those sign in who have such a password', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await setPassword(pool, user, leaked);
    await setBlocklist(pool.poolId, { Enforced: true });
    await expect(signIn(pool, user, { secret: leaked })).resolves.toBeDefined();
  });

  it('comes after the other rules of the policy', async () => {
    const pool = await makePool();
    await setBlocklist(pool.poolId, { Enforced: true });
    await expect(signUp(pool, '123456')).rejects.toMatchObject({
      message: 'Password did not conform with policy: Password not long enough',
    });
  });

  it('does not keep an address from signing up', async () => {
    const pool = await makePool({ UsernameAttributes: ['email'] });
    await setBlocklist(pool.poolId, { Enforced: true });
    await expect(signUp(pool, 'Quite-other-horse-3', anEmail())).resolves.toBeDefined();
  });
});
