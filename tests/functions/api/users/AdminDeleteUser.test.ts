import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { itemsAbout, putItems } from '#tests/support/raw-table.ts';
import { signIn } from '#tests/support/sign-in.ts';

const remove = ({ poolId }: TestPool, Username: string) =>
  adminClient().send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username }));

const create = ({ poolId }: TestPool, Username: string, attributes: Record<string, string> = {}) =>
  adminClient().send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username,
      MessageAction: 'SUPPRESS',
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );

describe('AdminDeleteUser', () => {
  it('deletes the user, every name, and every sign-in', async () => {
    const pool = await makePool({ AliasAttributes: ['email'] });
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);

    await remove(pool, user.email);

    for (const Username of [user.username, user.sub, user.email]) {
      await expect(
        adminClient().send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username })),
      ).rejects.toMatchObject({ name: 'UserNotFoundException', message: 'User does not exist.' });
    }
    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    const { Users } = await adminClient().send(new ListUsersCommand({ UserPoolId: pool.poolId }));
    expect(Users).toEqual([]);
    await expect(remove(pool, user.username)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('leaves the names free, and nothing of the former user to the next of that name', async () => {
    const pool = await makePool({ AliasAttributes: ['email'] });
    const user = await makeUser(pool);
    const { AccessToken, RefreshToken } = await signIn(pool, user);
    await remove(pool, user.username);

    await create(pool, user.username, { email: user.email, email_verified: 'true' });

    await expect(signIn(pool, user)).rejects.toMatchObject({ message: 'Incorrect username or password.' });
    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    await expect(
      publicClient().send(
        new InitiateAuthCommand({
          ClientId: pool.clientId,
          AuthFlow: 'REFRESH_TOKEN_AUTH',
          AuthParameters: { REFRESH_TOKEN: RefreshToken },
        }),
      ),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('leaves alone whoever goes by that username as an alias', async () => {
    const pool = await makePool({ AliasAttributes: ['preferred_username'] });
    const user = await makeUser(pool, { username: 'ada' });
    const other = await makeUser(pool, { attributes: [{ Name: 'preferred_username', Value: 'ada' }] });

    await remove(pool, user.username);

    const { Username } = await adminClient().send(
      new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: 'ada' }),
    );
    expect(Username).toBe(other.username);
  });

  it.each([
    ['devices', 'D#', 'Device'],
    ['custom sign-ins', 'A#', 'CustomSignIn'],
    ['sign-ins that asked for a device', 'Q#', 'AskedDevice'],
  ])('deletes a user with more %s than one transaction takes', async (_what, prefix, type) => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    const [profile] = (await itemsAbout(pool.poolId)).filter(({ sk }) => sk === 'U#PROFILE');
    const more = (count: number, start: string, of: string) =>
      Array.from({ length: count }, (_none, index) => ({
        pk: profile?.pk,
        sk: `${start}${index}`,
        type: of,
        data: {},
      }));
    await putItems([...more(110, prefix, type), ...more(20, 'U#PASSKEY#', 'Passkey'), ...more(12, 'L#', 'Limit')]);

    await remove(pool, username);

    expect((await itemsAbout(pool.poolId)).filter(({ pk }) => pk === profile?.pk)).toEqual([]);
  });

  it('deletes a user with more sign-ins than one transaction takes', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const { RefreshToken } = await signIn(pool, user);
    for (let begun = 0; begun < 110; begun += 10) {
      await Promise.all(Array.from({ length: 10 }, () => signIn(pool, user, { secret: password })));
    }

    await remove(pool, user.username);

    await create(pool, user.username);
    await expect(
      publicClient().send(
        new InitiateAuthCommand({
          ClientId: pool.clientId,
          AuthFlow: 'REFRESH_TOKEN_AUTH',
          AuthParameters: { REFRESH_TOKEN: RefreshToken },
        }),
      ),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});
