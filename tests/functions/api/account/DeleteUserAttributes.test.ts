import { DeleteUserAttributesCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makeClient, makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const remove = (AccessToken: string, UserAttributeNames: string[]) =>
  publicClient().send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames }));

const namesOf = async (AccessToken: string) => {
  const { UserAttributes } = await publicClient().send(new GetUserCommand({ AccessToken }));
  return UserAttributes?.map(({ Name }) => Name);
};

const attributes = [
  { Name: 'name', Value: 'Ada' },
  { Name: 'nickname', Value: 'A' },
];

describe('DeleteUserAttributes', () => {
  it('takes attributes away, an email together with its verdict', async () => {
    const pool = await makePool({ Schema: [{ Name: 'name', Required: true }] });
    const { AccessToken } = await signIn(pool, await makeUser(pool, { attributes }));

    await remove(AccessToken, ['nickname', 'email', 'zoneinfo']);

    expect(await namesOf(AccessToken)).toEqual(['sub', 'name']);
  });

  it('refuses what is required, fixed, unknown or not for the client', async () => {
    const pool = await makePool({
      Schema: [
        { Name: 'name', Required: true },
        { Name: 'fixed', AttributeDataType: 'String', Mutable: false },
      ],
    });
    const user = await makeUser(pool, { attributes });
    const { AccessToken } = await signIn(pool, user);
    const narrow = { ...pool, ...(await makeClient(pool.poolId, { WriteAttributes: ['email', 'name'] })) };
    const held = (await signIn(narrow, user)).AccessToken;

    for (const [name, message] of [
      ['name', 'user.name: The attribute is required\n'],
      ['custom:fixed', 'user.custom:fixed: Attribute cannot be updated.\n'],
      ['custom:none', 'user.custom:none: Attribute does not exist in the schema.\n'],
    ] as const) {
      await expect(remove(AccessToken, [name])).rejects.toMatchObject({ name: 'InvalidParameterException', message });
    }
    await expect(remove(held, ['nickname'])).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'A client attempted to write unauthorized attribute',
    });
    await expect(remove(AccessToken, ['email_verified'])).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(await namesOf(AccessToken)).toEqual(['sub', 'email', 'email_verified', 'name', 'nickname']);
  });
});
