import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makeScriptedApp, signInScripted, tokensFor } from '#tests/support/federation.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { anEmail, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { activeUsersOf, monthOf, untilMonth } from '#tests/support/usage.ts';
import { loadUser } from '#tests/support/user-loader.ts';

const newName = () => `user-${crypto.randomUUID()}`;

// Longer than any month.
const lasting = { RefreshTokenValidity: 90 };

const refreshAhead = ({ clientId: ClientId }: TestPool, RefreshToken: string, ahead: number) =>
  publicClient({ ahead }).send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));

describe('GetUserPoolUsage', () => {
  it('tells of the present month, in which nobody was active yet', async () => {
    const { poolId: UserPoolId } = await makePool();
    // An hour after a month has begun: no test here meets the end of one.
    const ahead = untilMonth(1);
    const told = { UserPoolId, Month: monthOf(Date.now() + ahead), MonthlyActiveUsers: 0 };
    expect(await callOwn('GetUserPoolUsage', { UserPoolId }, { ahead })).toEqual(told);
  });

  it('counts a user once, for the sign-up, the confirmation and every sign-in of a month', async () => {
    const pool = await makePool();
    const Username = newName();
    const ahead = untilMonth(1);
    await publicClient({ ahead }).send(new SignUpCommand({ ClientId: pool.clientId, Username, Password: password }));
    expect(await activeUsersOf(pool, ahead)).toBe(1);
    await adminClient({ ahead }).send(new AdminConfirmSignUpCommand({ UserPoolId: pool.poolId, Username }));
    await signIn(pool, { username: Username }, { ahead });
    await signIn(pool, { username: Username }, { ahead });
    expect(await activeUsersOf(pool, ahead)).toBe(1);
  });

  it('counts users whom an administrator makes, each of them', async () => {
    const pool = await makePool();
    const ahead = untilMonth(1);
    for (const Username of [newName(), newName(), newName()]) {
      const made = { UserPoolId: pool.poolId, Username, MessageAction: 'SUPPRESS' } as const;
      await adminClient({ ahead }).send(new AdminCreateUserCommand(made));
    }
    expect(await activeUsersOf(pool, ahead)).toBe(3);
  });

  it('counts a sign-in in the month in which it is, and leaves the month before as it was', async () => {
    const pool = await makePool();
    const [ada, grace] = [await makeUser(pool), await makeUser(pool)];
    const [before, next] = [untilMonth(1), untilMonth(2)];
    for (const user of [ada, grace]) await signIn(pool, user, { ahead: before });
    await signIn(pool, ada, { ahead: next });
    await signIn(pool, ada, { ahead: next });
    expect([await activeUsersOf(pool, before), await activeUsersOf(pool, next)]).toEqual([2, 1]);
    await signIn(pool, grace, { ahead: next });
    expect([await activeUsersOf(pool, before), await activeUsersOf(pool, next)]).toEqual([2, 2]);
  });

  it('counts a refresh, by the flow as by the operation', async () => {
    const pool = await makePool({}, lasting);
    const { RefreshToken } = await signIn(pool, await makeUser(pool));
    const [next, afterNext] = [untilMonth(1), untilMonth(2)];
    await refreshAhead(pool, RefreshToken, next);
    await refreshAhead(pool, RefreshToken, next);
    expect(await activeUsersOf(pool, next)).toBe(1);
    const AuthParameters = { REFRESH_TOKEN: RefreshToken };
    const flow = { ClientId: pool.clientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters } as const;
    await publicClient({ ahead: afterNext }).send(new InitiateAuthCommand(flow));
    expect([await activeUsersOf(pool, next), await activeUsersOf(pool, afterNext)]).toEqual([1, 1]);
  });

  it('counts a refresh that rotates the token once, and gives one that works', async () => {
    const rotation = { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 } as const;
    const pool = await makePool(
      {},
      {
        ...lasting,
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        RefreshTokenRotation: rotation,
      },
    );
    const { RefreshToken } = await signIn(pool, await makeUser(pool));
    const next = untilMonth(1);
    const { AuthenticationResult } = await refreshAhead(pool, RefreshToken, next);
    await refreshAhead(pool, AuthenticationResult?.RefreshToken ?? '', next);
    expect(await activeUsersOf(pool, next)).toBe(1);
  });

  it('counts what an administrator changes about a user, and not what is only read', async () => {
    const pool = await makePool();
    const { username: Username } = await makeUser(pool);
    const named = { UserPoolId: pool.poolId, Username };
    const ahead = untilMonth(1);
    // A client whose clock is moved sets it by the first answer.
    const admin = () => adminClient({ ahead });
    await admin().send(new AdminGetUserCommand(named));
    await admin().send(new ListUsersCommand({ UserPoolId: pool.poolId }));
    expect(await activeUsersOf(pool, ahead)).toBe(0);
    const UserAttributes = [{ Name: 'name', Value: 'Ada' }];
    await admin().send(new AdminUpdateUserAttributesCommand({ ...named, UserAttributes }));
    await admin().send(new AdminUpdateUserAttributesCommand({ ...named, UserAttributes }));
    expect(await activeUsersOf(pool, ahead)).toBe(1);
  });

  it('does not count a sign-in that is refused', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const ahead = untilMonth(1);
    await expect(signIn(pool, user, { ahead, secret: 'Wrong-horse-1' })).rejects.toThrow();
    expect(await activeUsersOf(pool, ahead)).toBe(0);
  });

  it('does not count a user who is imported', async () => {
    const pool = await makePool();
    const username = newName();
    await loadUser(pool.poolId, { username });
    expect(await activeUsersOf(pool)).toBe(0);
  });

  it('counts users of a provider, who come again as others do', async () => {
    const app = await makeScriptedApp();
    const person = { sub: crypto.randomUUID(), email: anEmail() };
    await tokensFor(app, await signInScripted(app, person));
    await tokensFor(app, await signInScripted(app, person));
    expect(await activeUsersOf(app)).toBe(1);
  });

  it('keeps counting a user who is deleted, and counts another of the same name', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    await adminClient().send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username: username }));
    expect(await activeUsersOf(pool)).toBe(1);
    await makeUser(pool, { username });
    expect(await activeUsersOf(pool)).toBe(2);
  });

  it('refuses what is no month, and a pool that is not there', async () => {
    const { poolId: UserPoolId } = await makePool();
    for (const Month of ['2026-13', '2026-1', 'November', '2026-111']) {
      await expect(callOwn('GetUserPoolUsage', { UserPoolId, Month })).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    }
    const other = `${UserPoolId.slice(0, -9)}000000000`;
    await expect(callOwn('GetUserPoolUsage', { UserPoolId: other })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
