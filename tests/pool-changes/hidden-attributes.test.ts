import {
  AdminGetUserCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { join, makeGroup } from '#tests/support/groups.ts';
import { applyChange, attributesOf, rollBackChange } from '#tests/support/pool-changes.ts';
import { makePool, makeUser, type TestPool, type TestUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { search } from '#tests/support/user-search.ts';

const admin = adminClient();
const text = { AttributeDataType: 'String', Mutable: true } as const;

/** Everything that tells about a user, and what it tells. */
const readers: Readonly<Record<string, (pool: TestPool, user: TestUser) => Promise<unknown>>> = {
  AdminGetUser: async ({ poolId: UserPoolId }, { username: Username }) =>
    (await admin.send(new AdminGetUserCommand({ UserPoolId, Username }))).UserAttributes,
  GetUser: async (pool, user) => {
    const { AccessToken } = await signIn(pool, user);
    return (await publicClient().send(new GetUserCommand({ AccessToken }))).UserAttributes;
  },
  ListUsers: async ({ poolId: UserPoolId }) => (await admin.send(new ListUsersCommand({ UserPoolId }))).Users,
  ListUsersInGroup: async ({ poolId: UserPoolId }) =>
    (await admin.send(new ListUsersInGroupCommand({ UserPoolId, GroupName: 'everybody' }))).Users,
  SearchUsers: async ({ poolId }) => (await search(poolId)).Users,
  'the ID token of a sign-in': async (pool, user) => decodeJwt((await signIn(pool, user)).IdToken),
  'the ID token of a refresh': async (pool, user) => {
    const { RefreshToken } = await signIn(pool, user);
    const request = { ClientId: pool.clientId, RefreshToken };
    const { AuthenticationResult } = await publicClient().send(new GetTokensFromRefreshTokenCommand(request));
    return decodeJwt(AuthenticationResult?.IdToken ?? '');
  },
};

describe('what only the other form of a pool in change has', () => {
  let pool: TestPool;
  let user: TestUser;

  beforeAll(async () => {
    const rotation = { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 } as const;
    pool = await makePool(
      { Schema: ['tier', 'shoe'].map((Name) => ({ ...text, Name })) },
      {
        ReadAttributes: ['custom:tier', 'custom:shoe'],
        RefreshTokenRotation: rotation,
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      },
    );
    user = await makeUser(pool, {
      attributes: [
        { Name: 'custom:tier', Value: 'gold' },
        { Name: 'custom:shoe', Value: 'forty' },
      ],
    });
    await makeGroup(pool, 'everybody');
    await join(pool, user, 'everybody');
    const renamed = { Name: 'custom:tier', NewName: 'custom:level' };
    await applyChange(pool.poolId, { RenameAttributes: [renamed], DeleteAttributes: ['custom:shoe'] });
  });

  it.each(Object.entries(readers))('is not in %s', async (_name, read) => {
    const told = JSON.stringify(await read(pool, user));
    expect(told).toContain('custom:level');
    expect(told).not.toMatch(/custom:(tier|shoe)/);
  });

  it('is there again once the change is undone', async () => {
    await rollBackChange(pool.poolId);
    expect(await attributesOf(pool, user.username)).toMatchObject({ 'custom:tier': 'gold', 'custom:shoe': 'forty' });
    expect(await attributesOf(pool, user.username)).not.toHaveProperty('custom:level');
  });
});
