import { CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makePool, makeUser, password, type TestPool, type TestUser } from '#tests/support/pools.ts';
import {
  scriptedDefine,
  scriptedDirectory,
  scriptedFunction,
  scriptedJudge,
} from '#tests/support/scripted-functions.ts';
import { makeTrackedPool } from '#tests/support/sessions.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { signUp } from '#tests/support/sign-up.ts';

export const admin = adminClient();
export const anyone = publicClient();

/** Makes it at the first call, and gives the same at every other. */
export const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

const hiding = { PreventUserExistenceErrors: 'ENABLED' } as const;
const allFlows = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
] as const;

/** Users have usernames, and emails to which codes are sent. */
export const plainPool = once(() => makePool({ AutoVerifiedAttributes: ['email'] }, hiding));

/** Emails are aliases of usernames. */
export const aliasPool = once(() =>
  makePool({ AutoVerifiedAttributes: ['email'], AliasAttributes: ['email'] }, hiding),
);

/** Users sign up with their email. */
export const emailPool = once(() =>
  makePool({ AutoVerifiedAttributes: ['email'], UsernameAttributes: ['email'] }, hiding),
);

/** Has a daily limit of messages. */
export const ceilingPool = once(async () => {
  const pool = await makePool({ AutoVerifiedAttributes: ['email'] }, hiding);
  await callOwn('SetUserPoolMessageLimits', { UserPoolId: pool.poolId, EmailsPerDay: 10_000 });
  return pool;
});

/** Five former passwords may not be used again. */
export const historyPool = once(() =>
  makePool({ Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 5 } } }, hiding),
);

/** Devices are remembered once they are confirmed. */
export const devicePool = once(() =>
  makePool({ DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false } }),
);

/** Sessions are tracked; a user has three at most. */
export const trackedPool = once(() => makeTrackedPool(3));

/** The client of the plain pool that rotates refresh tokens. */
export const rotatingClient = once(async (): Promise<TestPool> => {
  const { poolId } = await plainPool();
  const client = await makeClient(poolId, {
    ExplicitAuthFlows: allFlows.filter((flow) => flow !== 'ALLOW_REFRESH_TOKEN_AUTH'),
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
  });
  return { poolId, ...client };
});

/** A client of the plain pool whose refresh tokens outlast every month. */
export const lastingClient = once(async (): Promise<TestPool> => {
  const { poolId } = await plainPool();
  return { poolId, ...(await makeClient(poolId, { ExplicitAuthFlows: [...allFlows], RefreshTokenValidity: 90 })) };
});

/** Users answer a puzzle, and are asked again until they are right. */
export const puzzlePool = once(() =>
  makePool(
    {
      LambdaConfig: {
        DefineAuthChallenge: scriptedDefine(),
        CreateAuthChallenge: scriptedFunction({ privateChallengeParameters: { answer: '42' } }),
        VerifyAuthChallengeResponse: scriptedJudge(),
      },
    },
    { ...hiding, ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] },
  ),
);

/** UserMigration knows the usual password. */
export const migratingPool = once(() =>
  makePool({ LambdaConfig: { UserMigration: scriptedDirectory(password) } }, hiding),
);

/** A pool of eight users and three clients that never change. */
export const listedPool = once(async () => {
  const pool = await makePool();
  for (let index = 1; index <= 8; index++) {
    await makeUser(pool, { username: `listed-${index}`, email: `listed-${index}@example.com` });
  }
  await makeClient(pool.poolId);
  await makeClient(pool.poolId);
  return pool;
});

/** Pools that are deleted by a test, all of the same size. */
export const freshPool = async (): Promise<string> => {
  const { UserPool } = await admin.send(new CreateUserPoolCommand({ PoolName: 'fresh' }));
  if (UserPool?.Id === undefined) throw new Error('The answer has no pool id.');
  return UserPool.Id;
};

let named = 0;

/** A new name, as long as any other, so that sizes are the same each time. */
export const newName = (): { readonly username: string; readonly email: string } => {
  named += 1;
  const username = `user-${String(named).padStart(5, '0')}`;
  return { username, email: `${username}@example.com` };
};

/** A confirmed user with a verified email. */
export const newUser = (pool: TestPool): Promise<TestUser> => makeUser(pool, newName());

/** A user who waits for the code of the sign-up. */
export const newApplicant = (pool: TestPool) => signUp(pool, newName());

/** A user who is signed in. */
export const newHolder = async (pool: TestPool) => {
  const user = await newUser(pool);
  return { ...user, ...(await signIn(pool, user)) };
};
