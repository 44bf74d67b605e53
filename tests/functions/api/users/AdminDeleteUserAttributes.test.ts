import { AdminDeleteUserAttributesCommand, AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';

const remove = ({ poolId }: TestPool, Username: string, UserAttributeNames: string[]) =>
  adminClient().send(new AdminDeleteUserAttributesCommand({ UserPoolId: poolId, Username, UserAttributeNames }));

const get = ({ poolId }: TestPool, Username: string) =>
  adminClient().send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));

describe('AdminDeleteUserAttributes', () => {
  it('takes attributes away, those that the user does not have included', async () => {
    const pool = await makePool({ Schema: [{ Name: 'team', AttributeDataType: 'String' }] });
    const user = await makeUser(pool, { attributes: [{ Name: 'custom:team', Value: 'core' }] });

    await remove(pool, user.username, ['custom:team', 'nickname']);

    const { UserAttributes } = await get(pool, user.username);
    expect(UserAttributes?.map(({ Name }) => Name)).toEqual(['sub', 'email', 'email_verified']);
  });

  it('takes the verdict and the alias along with an email', async () => {
    const pool = await makePool({ AliasAttributes: ['email'] });
    const user = await makeUser(pool);

    await remove(pool, user.username, ['email']);

    const { UserAttributes } = await get(pool, user.username);
    expect(UserAttributes?.map(({ Name }) => Name)).toEqual(['sub']);
    await expect(get(pool, user.email)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it.each([
    ['name', 'user.name: The attribute is required\n'],
    ['custom:fixed', 'user.custom:fixed: Attribute cannot be updated.\n'],
    ['sub', 'user.sub: Attribute cannot be updated.\n'],
    ['shoe', 'user.shoe: Attribute does not exist in the schema.\n'],
    ['custom:none', 'Type for attribute {custom:none} could not be determined'],
  ])('refuses to take %s away', async (name, message) => {
    const pool = await makePool({
      Schema: [
        { Name: 'fixed', AttributeDataType: 'String', Mutable: false },
        { Name: 'name', Required: true },
      ],
    });
    const user = await makeUser(pool);

    await expect(remove(pool, user.username, [name])).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message,
    });
  });

  it('says so when there is no such user', async () => {
    const pool = await makePool();

    await expect(remove(pool, 'nobody', ['nickname'])).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
