import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  GlobalSignOutCommand,
  RevokeTokenCommand,
  RevokeUserSessionCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { deliverDue, hear, makeHearingApp } from '#tests/support/logouts.ts';
import { makeOAuthApp, newCode, newTokens, onPages } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeTrackedPool, sessionIdOf } from '#tests/support/sessions.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';
import type { Scenario } from '../scenario.ts';
import { admin, anyone, freshPool, newUser, once } from '../subjects.ts';

const way = 'an app client is told';

const app = once(() => makeHearingApp());

const trackedApp = once(async () => hear(await makeTrackedPool(3)));

/** A user of the app who has one session. */
const holder = async () => {
  const pool = await app();
  const user = await newUser(pool);
  const { access_token: AccessToken, refresh_token: Token } = await newTokens(
    { ...pool, user },
    'openid aws.cognito.signin.user.admin',
  );
  return { pool, user, AccessToken, Token, named: { UserPoolId: pool.poolId, Username: user.username } };
};

/** What ends sessions costs in a pool where an app client is told of that. */
export const logouts: readonly Scenario[] = [
  {
    operation: 'ListLogoutDeliveries',
    prepare: async () => {
      const UserPoolId = await freshPool();
      return () => callOwn('ListLogoutDeliveries', { UserPoolId });
    },
  },
  {
    operation: 'SetUserPoolClientOAuthSettings',
    way: 'the first client of its pool that is told of logouts',
    prepare: async () => {
      const { poolId: UserPoolId, clientId: ClientId } = await makeOAuthApp();
      const given = { UserPoolId, ClientId, BackchannelLogoutUri: 'https://app.example.com/logout' };
      return () => callOwn('SetUserPoolClientOAuthSettings', given);
    },
  },
  {
    operation: 'GlobalSignOut',
    way,
    prepare: async () => {
      const { AccessToken } = await holder();
      return () => anyone.send(new GlobalSignOutCommand({ AccessToken }));
    },
  },
  {
    operation: 'RevokeToken',
    way,
    prepare: async () => {
      const { pool, Token } = await holder();
      const { clientId: ClientId, clientSecret: ClientSecret } = pool;
      return () => anyone.send(new RevokeTokenCommand({ ClientId, ClientSecret, Token }));
    },
  },
  {
    operation: 'RevokeUserSession',
    way,
    prepare: async () => {
      const pool = await trackedApp();
      const user = await newUser(pool);
      const SessionId = sessionIdOf(await signIn(pool, user));
      const { AccessToken } = await signIn(pool, user);
      return () => anyone.send(new RevokeUserSessionCommand({ AccessToken, SessionId }));
    },
  },
  {
    operation: 'AdminUserGlobalSignOut',
    way,
    prepare: async () => {
      const { named } = await holder();
      return () => admin.send(new AdminUserGlobalSignOutCommand(named));
    },
  },
  {
    operation: 'AdminDisableUser',
    way,
    prepare: async () => {
      const { named } = await holder();
      return () => admin.send(new AdminDisableUserCommand(named));
    },
  },
  {
    operation: 'AdminDeleteUser',
    way,
    prepare: async () => {
      const { named } = await holder();
      return () => admin.send(new AdminDeleteUserCommand(named));
    },
  },
  {
    operation: 'logout',
    way,
    prepare: async () => {
      const pool = await app();
      const agent = newUserAgent();
      await newCode({ ...pool, user: await newUser(pool) }, {}, agent);
      const logout_uri = onPages.LogoutURLs?.[0] ?? '';
      return () => agent.get(`/logout?${new URLSearchParams({ client_id: pool.clientId, logout_uri })}`);
    },
  },
];

/** Not an operation, but what the worker does when one client is to be told of one session. */
export const delivery: Scenario = {
  operation: 'DeliverLogouts',
  prepare: async () => {
    const { named } = await holder();
    await admin.send(new AdminUserGlobalSignOutCommand(named));
    return () => deliverDue(120_000);
  },
};

/** The same where nothing is due. */
export const idleDelivery: Scenario = {
  operation: 'DeliverLogouts',
  way: 'nothing is due',
  prepare: async () => () => deliverDue(),
};
