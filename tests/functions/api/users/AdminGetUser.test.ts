import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { anEmail, makePool, makeUser, type TestPool } from '#tests/support/pools.ts';

const get = ({ poolId }: TestPool, Username: string) =>
  adminClient().send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));

describe('AdminGetUser', () => {
  it('gives every attribute and the state of the account', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);

    const found = await get(pool, user.username);

    expect(found).toMatchObject({ Username: user.username, Enabled: true, UserStatus: 'CONFIRMED' });
    expect(found.UserAttributes).toEqual([
      { Name: 'sub', Value: user.sub },
      { Name: 'email', Value: user.email },
      { Name: 'email_verified', Value: 'true' },
    ]);
    expect(found.UserCreateDate).toBeInstanceOf(Date);
    expect(found.UserLastModifiedDate?.getTime()).toBeGreaterThanOrEqual(found.UserCreateDate?.getTime() ?? Infinity);
    expect(found.MFAOptions).toBeUndefined();
  });

  it('finds a user by sub, and by alias where the pool has aliases', async () => {
    const pool = await makePool({ AliasAttributes: ['email', 'preferred_username'] });
    const preferred = [{ Name: 'preferred_username', Value: 'countess' }];
    const user = await makeUser(pool, { email: anEmail(), attributes: preferred });

    for (const name of [user.sub, user.email, 'countess']) {
      expect((await get(pool, name)).Username).toBe(user.username);
    }
  });

  it('does not find a user by an email that is no alias', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);

    await expect(get(pool, user.email)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('says so when there is no such user or pool', async () => {
    const pool = await makePool();

    await expect(get(pool, 'nobody')).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
    await expect(get({ ...pool, poolId: 'us-east-1_000000000' }, 'nobody')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool us-east-1_000000000 does not exist.',
    });
  });
});
