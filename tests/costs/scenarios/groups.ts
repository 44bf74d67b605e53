import { randomUUID } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  ListGroupsCommand,
  ListUsersInGroupCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { join, makeGroup } from '#tests/support/groups.ts';
import { makePool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import type { Scenario } from '../scenario.ts';
import { admin, newUser, once, plainPool } from '../subjects.ts';

const newGroup = async () => {
  const pool = await plainPool();
  const GroupName = await makeGroup(pool, `group-${randomUUID()}`);
  return { UserPoolId: pool.poolId, GroupName };
};

const membership = async () => {
  const { username: Username } = await newUser(await plainPool());
  return { ...(await newGroup()), Username };
};

/** Eight users in three groups, with precedence and role. */
const groupedPool = once(async () => {
  const pool = await makePool();
  const names = ['a', 'b', 'c'];
  for (const [index, name] of names.entries())
    await makeGroup(pool, name, { Precedence: index, RoleArn: `arn:aws:iam::123456789012:role/${name}` });
  const users = await Promise.all(Array.from({ length: 8 }, () => newUser(pool)));
  for (const user of users) await join(pool, user, ...names);
  const [user] = users;
  if (!user) throw new Error('There is no user.');
  return { pool, user, UserPoolId: pool.poolId, GroupName: 'a', Username: user.username };
});

export const groups: readonly Scenario[] = [
  {
    operation: 'CreateGroup',
    prepare: async () => {
      const { poolId: UserPoolId } = await plainPool();
      return () => admin.send(new CreateGroupCommand({ UserPoolId, GroupName: `group-${randomUUID()}` }));
    },
  },
  {
    operation: 'UpdateGroup',
    prepare: async () => {
      const group = await newGroup();
      return () => admin.send(new UpdateGroupCommand({ ...group, Precedence: 1 }));
    },
  },
  {
    operation: 'GetGroup',
    prepare: async () => {
      const group = await newGroup();
      return () => admin.send(new GetGroupCommand(group));
    },
  },
  {
    operation: 'ListGroups',
    way: 'of three',
    prepare: async () => {
      const { UserPoolId } = await groupedPool();
      return () => admin.send(new ListGroupsCommand({ UserPoolId }));
    },
  },
  {
    operation: 'ListUsersInGroup',
    way: 'of eight',
    prepare: async () => {
      const { UserPoolId, GroupName } = await groupedPool();
      return () => admin.send(new ListUsersInGroupCommand({ UserPoolId, GroupName }));
    },
  },
  {
    operation: 'AdminListGroupsForUser',
    way: 'of three',
    prepare: async () => {
      const { UserPoolId, Username } = await groupedPool();
      return () => admin.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
    },
  },
  {
    operation: 'AdminAddUserToGroup',
    prepare: async () => {
      const one = await membership();
      return () => admin.send(new AdminAddUserToGroupCommand(one));
    },
  },
  {
    operation: 'AdminAddUserToGroup',
    way: 'who is in it',
    prepare: async () => {
      const one = await membership();
      await admin.send(new AdminAddUserToGroupCommand(one));
      return () => admin.send(new AdminAddUserToGroupCommand(one));
    },
  },
  {
    operation: 'AdminRemoveUserFromGroup',
    prepare: async () => {
      const one = await membership();
      await admin.send(new AdminAddUserToGroupCommand(one));
      return () => admin.send(new AdminRemoveUserFromGroupCommand(one));
    },
  },
  {
    operation: 'AdminDeleteUser',
    way: 'who is in a group',
    prepare: async () => {
      const one = await membership();
      await admin.send(new AdminAddUserToGroupCommand(one));
      return () => admin.send(new AdminDeleteUserCommand(one));
    },
  },
  {
    operation: 'DeleteGroup',
    prepare: async () => {
      const group = await newGroup();
      return () => admin.send(new DeleteGroupCommand(group));
    },
  },
  {
    operation: 'InitiateAuth',
    way: 'password, of a user in three groups',
    prepare: async () => {
      const { pool, user } = await groupedPool();
      return () => signIn(pool, user);
    },
  },
];
