import {
  AdminListUserSessionsCommand,
  AdminRevokeUserSessionCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserPoolClientSessionConfigurationCommand,
  GetUserPoolSessionConfigurationCommand,
  InitiateAuthCommand,
  ListUserSessionsCommand,
  RevokeTokenCommand,
  RevokeUserSessionCommand,
  SetUserPoolClientSessionConfigurationCommand,
  SetUserPoolSessionConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { password } from '#tests/support/pools.ts';
import { sessionIdOf } from '#tests/support/sessions.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { callWorker } from '#tests/support/workers.ts';
import type { Scenario } from '../scenario.ts';
import { admin, anyone, newUser, trackedPool } from '../subjects.ts';

/** A user with so many sessions, and the tokens of the latest one. */
const holder = async (sessions: number) => {
  const pool = await trackedPool();
  const user = await newUser(pool);
  let tokens = await signIn(pool, user);
  const SessionId = sessionIdOf(tokens);
  for (let index = 1; index < sessions; index++) tokens = await signIn(pool, user);
  return { pool, ...user, ...tokens, SessionId };
};

const signInBeside = (sessions: number) => async () => {
  const { pool, username: USERNAME } = await holder(sessions);
  const { clientId: ClientId } = pool;
  const AuthParameters = { USERNAME, PASSWORD: password };
  return () => anyone.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }));
};

const configuration: readonly Scenario[] = [
  {
    operation: 'GetUserPoolClientSessionConfiguration',
    prepare: async () => {
      const { poolId: UserPoolId, clientId: ClientId } = await trackedPool();
      return () => admin.send(new GetUserPoolClientSessionConfigurationCommand({ UserPoolId, ClientId }));
    },
  },
  {
    operation: 'GetUserPoolSessionConfiguration',
    prepare: async () => {
      const { poolId: UserPoolId } = await trackedPool();
      return () => admin.send(new GetUserPoolSessionConfigurationCommand({ UserPoolId }));
    },
  },
  {
    operation: 'SetUserPoolClientSessionConfiguration',
    prepare: async () => {
      const { poolId: UserPoolId, clientId: ClientId } = await trackedPool();
      const given = { UserPoolId, ClientId, SSOSession: { MaxValidityMinutes: 0 } };
      return () => admin.send(new SetUserPoolClientSessionConfigurationCommand(given));
    },
  },
  {
    operation: 'SetUserPoolSessionConfiguration',
    prepare: async () => {
      const { poolId: UserPoolId } = await trackedPool();
      const given = { UserPoolId, UserSessionTracking: 'ENABLED', TokenSession: { MaxPerUser: 3 } } as const;
      return () => admin.send(new SetUserPoolSessionConfigurationCommand(given));
    },
  },
];

/** Not an operation, but what an API with the authorizer asks of the table. */
export const sessionAuthorizer: Scenario = {
  operation: 'sessionAuthorizer',
  prepare: async () => {
    const { pool, AccessToken } = await holder(1);
    const question = { identitySource: [`Bearer ${AccessToken}`], stageVariables: { userPoolIds: pool.poolId } };
    return () => callWorker('sessionAuthorizer', question);
  },
};

export const sessions: readonly Scenario[] = [
  {
    operation: 'AdminListUserSessions',
    way: 'two',
    prepare: async () => {
      const { pool, username: Username } = await holder(2);
      return () => admin.send(new AdminListUserSessionsCommand({ UserPoolId: pool.poolId, Username }));
    },
  },
  {
    operation: 'AdminRevokeUserSession',
    prepare: async () => {
      const { pool, username: Username, SessionId } = await holder(1);
      return () => admin.send(new AdminRevokeUserSessionCommand({ UserPoolId: pool.poolId, Username, SessionId }));
    },
  },
  {
    operation: 'ListUserSessions',
    way: 'two',
    prepare: async () => {
      const { AccessToken } = await holder(2);
      return () => anyone.send(new ListUserSessionsCommand({ AccessToken }));
    },
  },
  {
    operation: 'RevokeUserSession',
    prepare: async () => {
      const { AccessToken, SessionId } = await holder(2);
      return () => anyone.send(new RevokeUserSessionCommand({ AccessToken, SessionId }));
    },
  },
  { operation: 'InitiateAuth', way: 'password, sessions tracked', prepare: signInBeside(1) },
  { operation: 'InitiateAuth', way: 'password, a session too many', prepare: signInBeside(3) },
  {
    operation: 'GetTokensFromRefreshToken',
    way: 'sessions tracked',
    prepare: async () => {
      const { pool, RefreshToken } = await holder(1);
      return () => anyone.send(new GetTokensFromRefreshTokenCommand({ ClientId: pool.clientId, RefreshToken }));
    },
  },
  {
    operation: 'RevokeToken',
    way: 'sessions tracked',
    prepare: async () => {
      const { pool, RefreshToken: Token } = await holder(1);
      return () => anyone.send(new RevokeTokenCommand({ ClientId: pool.clientId, Token }));
    },
  },
  ...configuration,
];
