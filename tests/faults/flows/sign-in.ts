import {
  AdminCreateUserCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { hash } from 'bcryptjs';
import { decodeJwt } from 'jose';
import { expect } from 'vitest';
import { awaitingUser, awaits } from '#tests/support/awaiting-users.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makeClient, makePool, makeUser, password } from '#tests/support/pools.ts';
import { newPassword } from '#tests/support/recovery.ts';
import { scriptedDirectory } from '#tests/support/scripted-functions.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { beginSrp, signInBySrp } from '#tests/support/srp-sign-in.ts';
import { activeUsersOf, untilMonth } from '#tests/support/usage.ts';
import { loadUser } from '#tests/support/user-loader.ts';
import { newName, once, plainPool } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const anyone = publicClient();

const rotatingClient = once(async () => {
  const { poolId } = await plainPool();
  const client = await makeClient(poolId, {
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
  });
  return { poolId, ...client };
});

// A foreign hash, so that the first sign-in makes another hash of the password, and a verifier for SRP.
const foreignHash = once(() => hash(password, 4));

const migratingPool = once(() => makePool({ LambdaConfig: { UserMigration: scriptedDirectory(password) } }));

export const signIns: readonly Flow[] = [
  {
    operation: 'InitiateAuth',
    way: 'password that awaits migration',
    prepare: async () => {
      const pool = await migratingPool();
      const user = await awaitingUser(pool);
      return {
        call: () => signIn(pool, user),
        proof: async () => {
          expect(await awaits(pool, user)).toBe(false);
          await signInBySrp(pool, user);
          expect(decodeJwt((await signIn(pool, user)).AccessToken).sub).toBe(user.sub);
        },
      };
    },
  },
  {
    operation: 'InitiateAuth',
    way: 'password that is known by its hash elsewhere',
    prepare: async () => {
      const pool = await plainPool();
      const { username } = newName();
      await loadUser(pool.poolId, { username, password: { hash: await foreignHash() } });
      return {
        call: () => signIn(pool, { username }),
        proof: async () => {
          await signInBySrp(pool, { username });
          await signIn(pool, { username });
          await expect(signIn(pool, { username }, { secret: newPassword })).rejects.toThrow();
        },
      };
    },
  },
  {
    operation: 'InitiateAuth',
    way: 'password',
    prepare: async () => {
      const pool = await plainPool();
      const user = await makeUser(pool);
      const again = () => signIn(pool, user);
      return { call: again, proof: again };
    },
  },
  {
    operation: 'InitiateAuth',
    way: 'password, the first time in a month',
    prepare: async () => {
      const pool = await makePool();
      const user = await makeUser(pool);
      const ahead = untilMonth(1);
      return {
        call: () => signIn(pool, user, { ahead }),
        proof: async () => expect(await activeUsersOf(pool, ahead)).toBe(1),
      };
    },
  },
  {
    operation: 'InitiateAuth',
    way: 'wrong password before',
    prepare: async () => {
      const pool = await plainPool();
      const user = await makeUser(pool);
      await signIn(pool, user, { secret: newPassword }).catch(() => undefined);
      const again = () => signIn(pool, user);
      return { call: again, proof: again };
    },
  },
  {
    operation: 'GetTokensFromRefreshToken',
    way: 'with rotation',
    prepare: async () => {
      const pool = await rotatingClient();
      const { RefreshToken } = await signIn(pool, await makeUser(pool));
      const { clientId: ClientId } = pool;
      const again = () => anyone.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));
      return { call: again, proof: again };
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'PASSWORD_VERIFIER',
    prepare: async () => {
      const pool = await plainPool();
      const user = await makeUser(pool);
      const { answer } = await beginSrp(pool, user);
      return {
        call: () => anyone.send(new RespondToAuthChallengeCommand(answer)),
        doneBefore: ['NotAuthorizedException'],
        proof: () => signInBySrp(pool, user),
      };
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'NEW_PASSWORD_REQUIRED',
    prepare: async () => {
      const pool = await plainPool();
      const { clientId: ClientId, poolId: UserPoolId } = pool;
      const { username: Username } = newName();
      const TemporaryPassword = password;
      await adminClient().send(
        new AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword, MessageAction: 'SUPPRESS' }),
      );
      const { Session } = await anyone.send(
        new InitiateAuthCommand({
          ClientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: Username, PASSWORD: TemporaryPassword },
        }),
      );
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
        proof: () => signIn(pool, { username: Username }, { secret: newPassword }),
      };
    },
  },
];
