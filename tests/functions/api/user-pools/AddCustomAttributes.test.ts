import { randomUUID } from 'node:crypto';
import {
  AddCustomAttributesCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  DescribeUserPoolCommand,
  GetUserCommand,
  type SchemaAttributeType,
  SignUpCommand,
  UpdateUserAttributesCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const add = (UserPoolId: string, CustomAttributes: SchemaAttributeType[]) =>
  adminClient().send(new AddCustomAttributesCommand({ UserPoolId, CustomAttributes }));

const schemaOf = async (UserPoolId: string) => {
  const { UserPool } = await adminClient().send(new DescribeUserPoolCommand({ UserPoolId }));
  return UserPool?.SchemaAttributes ?? [];
};

const setAttribute = (UserPoolId: string, Username: string, Name: string, Value: string) =>
  adminClient().send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes: [{ Name, Value }] }));

const attributesOf = async (UserPoolId: string, Username: string) => {
  const { UserAttributes = [] } = await adminClient().send(new AdminGetUserCommand({ UserPoolId, Username }));
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
};

const text = { AttributeDataType: 'String' } as const;

const invalid = (message: string) => ({ name: 'InvalidParameterException', message });

describe('AddCustomAttributes', () => {
  it('adds attributes of every type to what the pool has', async () => {
    const { poolId } = await makePool({ Schema: [{ Name: 'first', AttributeDataType: 'String' }] });

    await add(poolId, [
      { Name: 'plan', ...text, StringAttributeConstraints: { MinLength: '2', MaxLength: '10' } },
      { Name: 'seats', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '1', MaxValue: '500' } },
      { Name: 'since', AttributeDataType: 'DateTime', Mutable: false },
      { Name: 'trial', AttributeDataType: 'Boolean' },
      { Name: 'risk', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
    ]);

    expect((await schemaOf(poolId)).filter(({ Name }) => Name?.includes('custom:'))).toMatchObject([
      { Name: 'custom:first' },
      {
        Name: 'custom:plan',
        AttributeDataType: 'String',
        Mutable: true,
        Required: false,
        StringAttributeConstraints: { MinLength: '2', MaxLength: '10' },
      },
      { Name: 'custom:seats', NumberAttributeConstraints: { MinValue: '1', MaxValue: '500' } },
      { Name: 'custom:since', AttributeDataType: 'DateTime', Mutable: false },
      { Name: 'custom:trial', AttributeDataType: 'Boolean' },
      { Name: 'dev:custom:risk', DeveloperOnlyAttribute: true },
    ]);
  });

  it('lets users have the attributes, within what the schema says', async () => {
    const pool = await makePool();
    await add(pool.poolId, [
      { Name: 'plan', ...text, StringAttributeConstraints: { MaxLength: '4' } },
      { Name: 'seats', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '1', MaxValue: '500' } },
      { Name: 'since', AttributeDataType: 'DateTime', Mutable: false },
      { Name: 'trial', AttributeDataType: 'Boolean' },
    ]);
    const user = await makeUser(pool, { attributes: [{ Name: 'custom:since', Value: '2026-01-31T12:00:00Z' }] });
    const set = (name: string, value: string) => setAttribute(pool.poolId, user.username, name, value);

    await set('custom:plan', 'team');
    await set('custom:seats', '500');
    await set('custom:trial', 'true');

    expect(await attributesOf(pool.poolId, user.username)).toMatchObject({
      'custom:plan': 'team',
      'custom:seats': '500',
      'custom:since': '2026-01-31T12:00:00Z',
      'custom:trial': 'true',
    });
    await expect(set('custom:plan', 'teams')).rejects.toMatchObject(
      invalid('user.custom:plan: String must be no longer than 4 characters\n'),
    );
    await expect(set('custom:seats', '501')).rejects.toMatchObject(
      invalid('user.custom:seats: Number must be no greater than 500\n'),
    );
    await expect(set('custom:trial', 'perhaps')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(set('custom:since', '2026-02-01T00:00:00Z')).rejects.toMatchObject(
      invalid('user.custom:since: Attribute cannot be updated.\n'),
    );
  });

  it('keeps developer-only attributes for administrators, who alone write them', async () => {
    const pool = await makePool();
    await add(pool.poolId, [{ Name: 'risk', AttributeDataType: 'String', DeveloperOnlyAttribute: true }]);
    const UserAttributes = [{ Name: 'dev:custom:risk', Value: 'low' }];
    const Username = `user-${randomUUID()}`;
    const unauthorized = {
      name: 'NotAuthorizedException',
      message: 'A client attempted to write unauthorized attribute',
    };

    await expect(
      publicClient().send(new SignUpCommand({ ClientId: pool.clientId, Username, Password: password, UserAttributes })),
    ).rejects.toMatchObject(unauthorized);

    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);
    await expect(
      publicClient().send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes })),
    ).rejects.toMatchObject(unauthorized);

    await setAttribute(pool.poolId, user.username, 'dev:custom:risk', 'high');
    await adminClient().send(
      new AdminCreateUserCommand({ UserPoolId: pool.poolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }),
    );
    expect(await attributesOf(pool.poolId, user.username)).toMatchObject({ 'dev:custom:risk': 'high' });
    expect(await attributesOf(pool.poolId, Username)).toMatchObject({ 'dev:custom:risk': 'low' });
    const seen = await publicClient().send(new GetUserCommand({ AccessToken }));
    expect(seen.UserAttributes?.map(({ Name }) => Name)).not.toContain('dev:custom:risk');
    await expect(
      adminClient().send(
        new UpdateUserPoolClientCommand({
          UserPoolId: pool.poolId,
          ClientId: pool.clientId,
          WriteAttributes: ['dev:custom:risk'],
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('takes a standard name for a custom attribute, and no name twice', async () => {
    const { poolId } = await makePool();
    await add(poolId, [{ Name: 'email', AttributeDataType: 'String' }]);
    const twice = invalid('custom:email: Existing attribute already has name custom:email.');

    await expect(add(poolId, [{ Name: 'email', AttributeDataType: 'Number' }])).rejects.toMatchObject(twice);
    await expect(
      add(poolId, [
        { Name: 'a', ...text },
        { Name: 'a', ...text },
      ]),
    ).rejects.toMatchObject(invalid('custom:a: Existing attribute already has name custom:a.'));
    expect((await schemaOf(poolId)).filter(({ Name }) => Name?.startsWith('custom:'))).toHaveLength(1);
  });

  it.each([
    ['without a name', {}, 'An attribute of the schema has no name.'],
    [
      'without a type',
      { Name: 'a' },
      'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.',
    ],
    [
      'without a type, though they are named like standard ones',
      { Name: 'email', Required: true },
      'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.',
    ],
    [
      'that are required',
      { Name: 'a', ...text, Required: true },
      'Required custom attributes are not supported currently.',
    ],
    [
      'with constraints of another type',
      { Name: 'a', AttributeDataType: 'Number', StringAttributeConstraints: { MaxLength: '3' } },
      'StringAttributeConstraints are for attributes of type String only.',
    ],
    [
      'with a least length over the greatest',
      { Name: 'a', ...text, StringAttributeConstraints: { MinLength: '4', MaxLength: '3' } },
      'user.custom:a: Max length cannot be less than min length.',
    ],
    [
      'with a least value over the greatest',
      { Name: 'a', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '4', MaxValue: '3' } },
      'user.custom:a: Max value cannot be less than min value.',
    ],
    [
      'that are too long',
      { Name: 'a', ...text, StringAttributeConstraints: { MaxLength: '2049' } },
      'user.custom:a: String attributes cannot have a length of more than 2048',
    ],
    [
      'with limits that are no numbers',
      { Name: 'a', ...text, StringAttributeConstraints: { MinLength: 'few' } },
      'Invalid StringAttributeConstraints for schema attribute custom:a',
    ],
  ] satisfies [string, SchemaAttributeType, string][])('refuses attributes %s', async (_what, attribute, message) => {
    const { poolId } = await makePool();
    await expect(add(poolId, [attribute])).rejects.toMatchObject(invalid(message));
  });

  it('has room for fifty', async () => {
    const { poolId } = await makePool();
    const some = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({ Name: `attribute-${from + index}`, ...text }));
    await add(poolId, some(0, 25));
    await add(poolId, some(25, 24));

    await expect(add(poolId, some(49, 2))).rejects.toMatchObject(
      invalid('A user pool has 50 custom attributes at most.'),
    );
    await add(poolId, some(49, 1));
    await expect(add(poolId, [{ Name: 'one-more', ...text }])).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(add(poolId, [{ Name: 'n'.repeat(21), ...text }])).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(add(poolId, some(60, 26))).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('loses none of those that are added at once', async () => {
    const { poolId } = await makePool();
    const names = ['a', 'b', 'c', 'd'];
    await Promise.all(names.map((Name) => add(poolId, [{ Name, ...text }])));
    const custom = (await schemaOf(poolId)).flatMap(({ Name = '' }) => (Name.startsWith('custom:') ? [Name] : []));
    expect(custom.sort()).toEqual(names.map((name) => `custom:${name}`));
  });
});
