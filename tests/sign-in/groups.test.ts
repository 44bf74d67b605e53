import {
  AdminInitiateAuthCommand,
  type AuthenticationResultType,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it, vi } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { join, leave, makeGroup, removeGroup } from '#tests/support/groups.ts';
import { makeClient, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { eventsOf, scriptedFunction } from '#tests/support/scripted-functions.ts';
import { signIn } from '#tests/support/sign-in.ts';

const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;

const refresh = async ({ clientId }: Pick<TestPool, 'clientId'>, RefreshToken: string) => {
  const { AuthenticationResult } = await publicClient().send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: RefreshToken },
    }),
  );
  return AuthenticationResult ?? {};
};

const claimsOf = ({ AccessToken = '', IdToken = '' }: AuthenticationResultType) => ({
  access: decodeJwt(AccessToken),
  id: decodeJwt(IdToken),
});

const makeMember = async (pool: TestPool) => {
  const user = await makeUser(pool);
  await makeGroup(pool, 'readers', { Precedence: 20, RoleArn: role('reader') });
  await makeGroup(pool, 'editors', { Precedence: 10, RoleArn: role('editor') });
  await makeGroup(pool, 'guests');
  await join(pool, user, 'guests', 'readers', 'editors');
  return user;
};

const groupClaims = {
  'cognito:groups': ['editors', 'readers', 'guests'],
  'cognito:roles': [role('editor'), role('reader')],
  'cognito:preferred_role': role('editor'),
};

describe('tokens of a user in groups', () => {
  it('name groups and roles of a sign-in by the user and by an administrator', async () => {
    const pool = await makePool();
    const user = await makeMember(pool);

    const own = claimsOf(await signIn(pool, user));
    const { AuthenticationResult = {} } = await adminClient().send(
      new AdminInitiateAuthCommand({
        UserPoolId: pool.poolId,
        ClientId: pool.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: user.username, PASSWORD: password },
      }),
    );

    for (const { access, id } of [own, claimsOf(AuthenticationResult)]) {
      expect(id).toMatchObject(groupClaims);
      expect(access).toMatchObject({ 'cognito:groups': groupClaims['cognito:groups'] });
      for (const name of ['cognito:roles', 'cognito:preferred_role']) expect(access).not.toHaveProperty([name]);
    }
  });

  it('say nothing of groups to who is in none', async () => {
    const pool = await makePool();
    await makeGroup(pool, 'editors');
    const { access, id } = claimsOf(await signIn(pool, await makeUser(pool)));
    for (const name of Object.keys(groupClaims)) {
      expect(access).not.toHaveProperty([name]);
      expect(id).not.toHaveProperty([name]);
    }
  });

  it('follow the user into and out of groups at the next refresh, by either operation', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const rotating = await makeClient(pool.poolId, {
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    });
    const [{ RefreshToken }, rotated] = [await signIn(pool, user), await signIn(rotating, user)];
    await makeGroup(pool, 'editors', { RoleArn: role('editor') });
    await join(pool, user, 'editors');

    const { AuthenticationResult = {} } = await publicClient().send(
      new GetTokensFromRefreshTokenCommand({ ClientId: rotating.clientId, RefreshToken: rotated.RefreshToken }),
    );
    for (const tokens of [await refresh(pool, RefreshToken), AuthenticationResult]) {
      const { access, id } = claimsOf(tokens);
      expect(access).toMatchObject({ 'cognito:groups': ['editors'] });
      expect(id).toMatchObject({ 'cognito:groups': ['editors'], 'cognito:preferred_role': role('editor') });
    }

    await leave(pool, user, 'editors');
    const { access, id } = claimsOf(await refresh(pool, RefreshToken));
    expect(access).not.toHaveProperty(['cognito:groups']);
    expect(id).not.toHaveProperty(['cognito:roles']);
  });

  it('forget a group that is deleted, also where another has its name', async () => {
    const pool = await makePool();
    const user = await makeMember(pool);
    const { RefreshToken } = await signIn(pool, user);

    await removeGroup(pool, 'editors');
    await makeGroup(pool, 'editors', { Precedence: 0 });

    const expected = { 'cognito:groups': ['readers', 'guests'], 'cognito:preferred_role': role('reader') };
    // A worker removes its members, and is not waited for.
    await vi.waitFor(async () => expect(claimsOf(await refresh(pool, RefreshToken)).id).toMatchObject(expected), {
      timeout: 180_000,
    });
  });

  it('are what PreTokenGeneration is told of and makes of them', async () => {
    const pool = await makePool({
      LambdaConfig: {
        PreTokenGenerationConfig: {
          LambdaVersion: 'V2_0',
          LambdaArn: scriptedFunction({
            claimsAndScopeOverrideDetails: {
              groupOverrideDetails: {
                groupsToOverride: ['others'],
                iamRolesToOverride: [role('other')],
                preferredRole: role('other'),
              },
            },
          }),
        },
      },
    });
    const user = await makeMember(pool);

    const { access, id } = claimsOf(await signIn(pool, user));

    const [event] = await eventsOf(pool.poolId);
    expect(event?.request).toMatchObject({
      groupConfiguration: {
        groupsToOverride: groupClaims['cognito:groups'],
        iamRolesToOverride: groupClaims['cognito:roles'],
        preferredRole: role('editor'),
      },
    });
    expect(access).toMatchObject({ 'cognito:groups': ['others'] });
    expect(id).toMatchObject({
      'cognito:groups': ['others'],
      'cognito:roles': [role('other')],
      'cognito:preferred_role': role('other'),
    });
  });
});
