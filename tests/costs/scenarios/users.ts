import {
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { merge } from '#tests/support/merging.ts';
import type { Scenario } from '../scenario.ts';
import { admin, aliasPool, listedPool, newHolder, newName, newUser, plainPool } from '../subjects.ts';

const subject = async (pool = plainPool) => {
  const { username: Username } = await newUser(await pool());
  return { UserPoolId: (await pool()).poolId, Username };
};

const vouched = ({ email }: { readonly email: string }) => [
  { Name: 'email', Value: email },
  { Name: 'email_verified', Value: 'true' },
];

const inviting = (pool: typeof plainPool) => async () => {
  const { poolId: UserPoolId } = await pool();
  const { username: Username, email } = newName();
  return () => admin.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes: vouched({ email }) }));
};

const listing = (Filter?: string) => async () => {
  const { poolId: UserPoolId } = await listedPool();
  return () => admin.send(new ListUsersCommand({ UserPoolId, Filter }));
};

const merging = (DryRun: boolean) => async () => {
  const [pool, source] = [await plainPool(), await subject()];
  const { username } = await newUser(pool);
  return () => merge(pool, source.Username, username, { DryRun });
};

const nickname = { Name: 'nickname', Value: 'Ada' };

export const users: readonly Scenario[] = [
  { operation: 'AdminCreateUser', prepare: inviting(plainPool) },
  { operation: 'AdminCreateUser', way: 'with an alias', prepare: inviting(aliasPool) },
  {
    operation: 'AdminCreateUser',
    way: 'RESEND',
    prepare: async () => {
      const { poolId: UserPoolId } = await plainPool();
      const { username: Username } = newName();
      const user = { UserPoolId, Username };
      await admin.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
      return () => admin.send(new AdminCreateUserCommand({ ...user, MessageAction: 'RESEND' }));
    },
  },
  {
    operation: 'AdminDeleteUser',
    way: 'who is signed in',
    prepare: async () => {
      const { poolId: UserPoolId } = await plainPool();
      const { username: Username } = await newHolder(await plainPool());
      return () => admin.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
    },
  },
  {
    operation: 'AdminDeleteUserAttributes',
    prepare: async () => {
      const user = await subject();
      await admin.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes: [nickname] }));
      return () => admin.send(new AdminDeleteUserAttributesCommand({ ...user, UserAttributeNames: ['nickname'] }));
    },
  },
  {
    operation: 'AdminDisableUser',
    prepare: async () => {
      const user = await subject();
      return () => admin.send(new AdminDisableUserCommand(user));
    },
  },
  {
    operation: 'AdminEnableUser',
    prepare: async () => {
      const user = await subject();
      await admin.send(new AdminDisableUserCommand(user));
      return () => admin.send(new AdminEnableUserCommand(user));
    },
  },
  {
    operation: 'AdminGetUser',
    prepare: async () => {
      const user = await subject();
      return () => admin.send(new AdminGetUserCommand(user));
    },
  },
  {
    operation: 'AdminGetUser',
    way: 'by alias',
    prepare: async () => {
      const { poolId: UserPoolId } = await aliasPool();
      const { email } = await newUser(await aliasPool());
      return () => admin.send(new AdminGetUserCommand({ UserPoolId, Username: email }));
    },
  },
  {
    operation: 'AdminUpdateUserAttributes',
    prepare: async () => {
      const user = await subject();
      return () => admin.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes: [nickname] }));
    },
  },
  {
    operation: 'AdminUpdateUserAttributes',
    way: 'an alias that nobody has',
    prepare: async () => {
      const user = await subject(aliasPool);
      return () => admin.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes: vouched(newName()) }));
    },
  },
  {
    operation: 'AdminUpdateUserAttributes',
    way: 'an alias of somebody else',
    prepare: async () => {
      const owner = await newUser(await aliasPool());
      const user = await subject(aliasPool);
      return () => admin.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes: vouched(owner) }));
    },
  },
  { operation: 'ListUsers', way: 'of eight', prepare: listing() },
  { operation: 'ListUsers', way: 'one by username', prepare: listing('username = "listed-3"') },
  { operation: 'ListUsers', way: 'one by email', prepare: listing('email = "listed-3@example.com"') },
  { operation: 'AdminMergeUsers', way: 'to be told', prepare: merging(true) },
  { operation: 'AdminMergeUsers', way: 'a user in no group', prepare: merging(false) },
];
