import { AdminDeleteUserCommand, AdminUserGlobalSignOutCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { deliverDue, type HearingApp, isActive, makeHearingApp } from '#tests/support/logouts.ts';
import { newTokens, onPages } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeUser } from '#tests/support/pools.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const admin = adminClient();
const minute = 60_000;

const hearingApp = once(() => makeHearingApp());

/** The app with a user of its own, who has a session. */
const holder = async () => {
  const app: HearingApp = { ...(await hearingApp()), user: await makeUser(await hearingApp()) };
  const { access_token } = await newTokens(app);
  return { app, token: access_token, named: { UserPoolId: app.poolId, Username: app.user.username } };
};

/** Whatever came in between, the worker finds by its schedule what is to be told. */
const isTold = async ({ poolId: UserPoolId, user: { sub: Sub } }: HearingApp): Promise<void> => {
  await deliverDue(2 * minute);
  await deliverDue(4 * minute);
  const { LogoutDeliveries } = await callOwn<{ LogoutDeliveries: { readonly Status: string }[] }>(
    'ListLogoutDeliveries',
    { UserPoolId, Sub },
  );
  expect(LogoutDeliveries).not.toHaveLength(0);
  for (const { Status } of LogoutDeliveries) expect(Status).toBe('DELIVERED');
};

/** Ends of sessions of which an app is told. */
export const logouts: readonly Flow[] = [
  {
    operation: 'AdminUserGlobalSignOut',
    way: 'where an app client is told',
    prepare: async () => {
      const { app, named } = await holder();
      return { call: () => admin.send(new AdminUserGlobalSignOutCommand(named)), proof: () => isTold(app) };
    },
  },
  {
    operation: 'AdminDeleteUser',
    way: 'where an app client is told',
    prepare: async () => {
      const { app, named } = await holder();
      return {
        call: () => admin.send(new AdminDeleteUserCommand(named)),
        doneBefore: ['UserNotFoundException'],
        proof: () => isTold(app),
      };
    },
  },
  {
    operation: 'logout',
    way: 'where an app client is told',
    prepare: async () => {
      const { app } = await holder();
      const agent = newUserAgent();
      const { access_token } = await newTokens(app, 'openid', agent);
      const query = new URLSearchParams({ client_id: app.clientId, logout_uri: onPages.LogoutURLs?.[0] ?? '' });
      const cookies = new Map(agent.cookies);
      return {
        call: async () => {
          // A browser keeps its cookie until it is told to forget it.
          const { status } = await newUserAgent({ cookies: new Map(cookies) }).get(`/logout?${query}`);
          if (status >= 500) throw Object.assign(new Error('It failed.'), { name: 'InternalErrorException' });
        },
        proof: async () => {
          await isTold(app);
          expect(await isActive(app, access_token)).toBe(false);
        },
      };
    },
  },
  {
    operation: 'DeliverLogouts',
    prepare: async () => {
      const { app, named } = await holder();
      await admin.send(new AdminUserGlobalSignOutCommand(named));
      return {
        call: () =>
          deliverDue(2 * minute).catch((error: Error) => {
            // A worker tells no exception of the API. Its schedule calls it again.
            throw Object.assign(error, { name: 'InternalErrorException' });
          }),
        proof: () => isTold(app),
      };
    },
  },
];
