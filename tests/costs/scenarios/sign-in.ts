import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  GetTokensFromRefreshTokenCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { awaitingUser } from '#tests/support/awaiting-users.ts';
import { publicClient } from '#tests/support/clients.ts';
import { password, type TestPool } from '#tests/support/pools.ts';
import { explained } from '#tests/support/sign-in-explanations.ts';
import { startClient } from '#tests/support/srp-client.ts';
import { beginSrp } from '#tests/support/srp-sign-in.ts';
import { untilMonth } from '#tests/support/usage.ts';
import type { Scenario } from '../scenario.ts';
import {
  admin,
  aliasPool,
  anyone,
  lastingClient,
  migratingPool,
  newHolder,
  newName,
  newUser,
  plainPool,
  puzzlePool,
  rotatingClient,
} from '../subjects.ts';

type Name = 'username' | 'email';

const byPassword = ({ clientId: ClientId }: TestPool, USERNAME: string, PASSWORD = password) =>
  new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } });

const passwordSignIn = (pool: typeof plainPool, name: Name, given?: string) => async () => {
  const user = await newUser(await pool());
  const command = byPassword(await pool(), user[name], given);
  // A wrong password is answered by an exception.
  return () => anyone.send(command).catch((error: unknown) => error);
};

const bySrp = ({ clientId: ClientId }: TestPool, USERNAME: string) =>
  new InitiateAuthCommand({
    ClientId,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME, SRP_A: startClient().srpA },
  });

const srpStart = (pool: typeof plainPool, name: Name) => async () => {
  const user = await newUser(await pool());
  const command = bySrp(await pool(), user[name]);
  return () => anyone.send(command);
};

const withTemporaryPassword = async (pool: TestPool) => {
  const { username: Username } = await newUser(pool);
  const given = { UserPoolId: pool.poolId, Username, Password: password };
  await admin.send(new AdminSetUserPasswordCommand(given));
  const { Session } = await anyone.send(byPassword(pool, Username));
  return {
    ClientId: pool.clientId,
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: 'Correct-horse-2' },
    Session,
  } as const;
};

const refresh = (client: () => Promise<TestPool>) => async () => {
  const at = await client();
  const { RefreshToken } = await newHolder(at);
  return () => anyone.send(new GetTokensFromRefreshTokenCommand({ ClientId: at.clientId, RefreshToken }));
};

const custom = ({ clientId: ClientId }: TestPool, USERNAME: string) =>
  new InitiateAuthCommand({ ClientId, AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME } });

const customStart = (find: (pool: TestPool) => Promise<{ readonly username: string }>) => async () => {
  const command = custom(await puzzlePool(), (await find(await puzzlePool())).username);
  return () => anyone.send(command);
};

const customAnswer = (ANSWER: string) => async () => {
  const { username: USERNAME } = await newUser(await puzzlePool());
  const { Session } = await anyone.send(custom(await puzzlePool(), USERNAME));
  const { clientId: ClientId } = await puzzlePool();
  const given = {
    ClientId,
    ChallengeName: 'CUSTOM_CHALLENGE',
    Session,
    ChallengeResponses: { USERNAME, ANSWER },
  } as const;
  return () => anyone.send(new RespondToAuthChallengeCommand(given));
};

const awaited = (given?: string) => async () => {
  const { username } = await awaitingUser(await migratingPool(), newName());
  const command = byPassword(await migratingPool(), username, given);
  return () => anyone.send(command).catch((error: unknown) => error);
};

const initiate: readonly Scenario[] = [
  { operation: 'InitiateAuth', way: 'password', prepare: passwordSignIn(plainPool, 'username') },
  {
    operation: 'InitiateAuth',
    way: 'password, the first of a month',
    prepare: async () => {
      const user = await newUser(await plainPool());
      const command = byPassword(await plainPool(), user.username);
      return () => publicClient({ ahead: untilMonth(1) }).send(command);
    },
  },
  { operation: 'InitiateAuth', way: 'password, by alias', prepare: passwordSignIn(aliasPool, 'email') },
  { operation: 'InitiateAuth', way: 'wrong password', prepare: passwordSignIn(plainPool, 'username', 'Wrong-horse-1') },
  {
    operation: 'InitiateAuth',
    way: 'password of nobody',
    prepare: async () => {
      const command = byPassword(await plainPool(), newName().username);
      return () => anyone.send(command).catch((error: unknown) => error);
    },
  },
  { operation: 'InitiateAuth', way: 'password that awaits migration', prepare: awaited() },
  { operation: 'InitiateAuth', way: 'wrong password, awaiting migration', prepare: awaited('Wrong-horse-1') },
  { operation: 'InitiateAuth', way: 'SRP', prepare: srpStart(plainPool, 'username') },
  { operation: 'InitiateAuth', way: 'SRP, by alias', prepare: srpStart(aliasPool, 'email') },
  {
    operation: 'InitiateAuth',
    way: 'SRP of nobody',
    prepare: async () => {
      const command = bySrp(await plainPool(), newName().username);
      return () => anyone.send(command);
    },
  },
  { operation: 'InitiateAuth', way: 'custom challenge', prepare: customStart(newUser) },
  { operation: 'InitiateAuth', way: 'custom challenge of nobody', prepare: customStart(async () => newName()) },
  {
    operation: 'InitiateAuth',
    way: 'refresh token',
    prepare: async () => {
      const { clientId: ClientId } = await plainPool();
      const { RefreshToken } = await newHolder(await plainPool());
      const AuthParameters = { REFRESH_TOKEN: RefreshToken };
      return () => anyone.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters }));
    },
  },
];

const respond: readonly Scenario[] = [
  {
    operation: 'RespondToAuthChallenge',
    way: 'SRP',
    prepare: async () => {
      const { answer } = await beginSrp(await plainPool(), await newUser(await plainPool()));
      return () => anyone.send(new RespondToAuthChallengeCommand(answer));
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'SRP, by alias',
    prepare: async () => {
      const { email: username } = await newUser(await aliasPool());
      const { answer } = await beginSrp(await aliasPool(), { username });
      return () => anyone.send(new RespondToAuthChallengeCommand(answer));
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'new password',
    prepare: async () => {
      const answer = await withTemporaryPassword(await plainPool());
      return () => anyone.send(new RespondToAuthChallengeCommand(answer));
    },
  },
];

const respondToCustom: readonly Scenario[] = [
  { operation: 'RespondToAuthChallenge', way: 'custom challenge', prepare: customAnswer('42') },
  { operation: 'RespondToAuthChallenge', way: 'custom challenge, wrong answer', prepare: customAnswer('41') },
];

export const signIns: readonly Scenario[] = [
  {
    operation: 'AdminExplainSignIn',
    prepare: async () => {
      const { poolId, clientId } = await plainPool();
      const { username } = await newUser(await plainPool());
      return () => explained({ poolId, clientId }, username);
    },
  },
  {
    operation: 'AdminInitiateAuth',
    way: 'password',
    prepare: async () => {
      const { poolId: UserPoolId, clientId: ClientId } = await plainPool();
      const { username: USERNAME } = await newUser(await plainPool());
      const AuthParameters = { USERNAME, PASSWORD: password };
      const asked = { UserPoolId, ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters } as const;
      return () => admin.send(new AdminInitiateAuthCommand(asked));
    },
  },
  {
    operation: 'AdminRespondToAuthChallenge',
    way: 'new password',
    prepare: async () => {
      const { poolId: UserPoolId } = await plainPool();
      const answer = await withTemporaryPassword(await plainPool());
      return () => admin.send(new AdminRespondToAuthChallengeCommand({ UserPoolId, ...answer }));
    },
  },
  {
    operation: 'AdminUserGlobalSignOut',
    prepare: async () => {
      const { poolId: UserPoolId } = await plainPool();
      const { username: Username } = await newUser(await plainPool());
      return () => admin.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username }));
    },
  },
  { operation: 'GetTokensFromRefreshToken', prepare: refresh(plainPool) },
  {
    operation: 'GetTokensFromRefreshToken',
    way: 'the first of a month',
    prepare: async () => {
      const { clientId: ClientId } = await lastingClient();
      const { RefreshToken } = await newHolder(await lastingClient());
      const command = new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken });
      return () => publicClient({ ahead: untilMonth(1) }).send(command);
    },
  },
  { operation: 'GetTokensFromRefreshToken', way: 'with rotation', prepare: refresh(rotatingClient) },
  {
    operation: 'GlobalSignOut',
    prepare: async () => {
      const { AccessToken } = await newHolder(await plainPool());
      return () => anyone.send(new GlobalSignOutCommand({ AccessToken }));
    },
  },
  ...initiate,
  ...respond,
  ...respondToCustom,
  {
    operation: 'RevokeToken',
    prepare: async () => {
      const { clientId: ClientId } = await plainPool();
      const { RefreshToken: Token } = await newHolder(await plainPool());
      return () => anyone.send(new RevokeTokenCommand({ ClientId, Token }));
    },
  },
];
