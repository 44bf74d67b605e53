import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makeClient, makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

describe('GetUser', () => {
  it('gives the bearer of an access token the own username and attributes', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);

    const { Username, UserAttributes } = await publicClient().send(new GetUserCommand({ AccessToken }));

    expect(Username).toBe(user.username);
    expect(UserAttributes).toEqual([
      { Name: 'sub', Value: user.sub },
      { Name: 'email', Value: user.email },
      { Name: 'email_verified', Value: 'true' },
    ]);
  });

  it('shows only what the app client may read', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const narrow = { ...pool, ...(await makeClient(pool.poolId, { ReadAttributes: ['email'] })) };
    const { AccessToken } = await signIn(narrow, user);

    const { UserAttributes } = await publicClient().send(new GetUserCommand({ AccessToken }));

    expect(UserAttributes?.map(({ Name }) => Name)).toEqual(['sub', 'email']);
  });

  it('refuses what is no access token', async () => {
    await expect(publicClient().send(new GetUserCommand({ AccessToken: 'a.b.c' }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid Access Token',
    });
  });
});
