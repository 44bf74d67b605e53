import {
  GetUserCommand,
  InitiateAuthCommand,
  RevokeUserSessionCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { exchange, makeOAuthApp, newCode } from '#tests/support/oauth.ts';
import { makeUser } from '#tests/support/pools.ts';
import { makeTrackedPool, sessionIdOf, sessionsOf, trackSessions } from '#tests/support/sessions.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const anyone = publicClient();

const trackedPool = once(() => makeTrackedPool(2));

const trackedApp = once(async () => trackSessions(await makeOAuthApp()));

const isGone = (AccessToken: string): Promise<unknown> =>
  expect(anyone.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({ name: 'NotAuthorizedException' });

export const sessions: readonly Flow[] = [
  {
    operation: 'InitiateAuth',
    way: 'in place of the oldest session',
    prepare: async () => {
      const pool = await trackedPool();
      const user = await makeUser(pool);
      const [first] = [await signIn(pool, user), await signIn(pool, user)];
      return {
        call: () => signIn(pool, user),
        proof: async () => {
          await isGone(first.AccessToken);
          const last = await signIn(pool, user);
          expect((await sessionsOf(last)).map(({ SessionId }) => SessionId)).toContain(sessionIdOf(last));
          expect(await sessionsOf(last)).toHaveLength(2);
        },
      };
    },
  },
  {
    operation: 'InitiateAuth',
    way: 'refresh token of a tracked session',
    prepare: async () => {
      const pool = await trackedPool();
      const { RefreshToken } = await signIn(pool, await makeUser(pool));
      const refresh = {
        ClientId: pool.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: RefreshToken },
      } as const;
      const again = () => anyone.send(new InitiateAuthCommand(refresh));
      return { call: again, proof: again };
    },
  },
  {
    operation: 'RevokeUserSession',
    prepare: async () => {
      const pool = await trackedPool();
      const user = await makeUser(pool);
      const [other, own] = [await signIn(pool, user), await signIn(pool, user)];
      const revocation = { AccessToken: own.AccessToken, SessionId: sessionIdOf(other) };
      return {
        call: () => anyone.send(new RevokeUserSessionCommand(revocation)),
        doneBefore: ['ResourceNotFoundException'],
        proof: async () => {
          await isGone(other.AccessToken);
          expect(await sessionsOf(own)).toHaveLength(1);
        },
      };
    },
  },
  {
    operation: 'RevokeUserSession',
    way: 'of the pages, with LINKED',
    prepare: async () => {
      const app = await trackedApp();
      const user = await makeUser(app);
      const tokens = async () => JSON.parse(await (await exchange(app, await newCode({ ...app, user }))).text());
      const [{ access_token: other }, { access_token: AccessToken }] = [await tokens(), await tokens()];
      const current = (await sessionsOf({ AccessToken: other })).find(({ IsCurrentSession }) => IsCurrentSession);
      const revocation = {
        AccessToken,
        SessionId: current?.OriginSessionId,
        RevokeAssociatedSessions: 'LINKED',
      } as const;
      return {
        call: () => anyone.send(new RevokeUserSessionCommand(revocation)),
        doneBefore: ['ResourceNotFoundException'],
        proof: async () => {
          await isGone(other);
          expect(await sessionsOf({ AccessToken })).toHaveLength(2);
        },
      };
    },
  },
];
