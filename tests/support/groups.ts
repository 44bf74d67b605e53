import { randomUUID } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  CreateGroupCommand,
  type CreateGroupCommandInput,
  DeleteGroupCommand,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { groupRepository } from '#shared/data/groups/group-repository.ts';
import { memberRepository } from '#shared/data/groups/member-repository.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import { adminClient } from './clients.ts';
import type { TestPool } from './pools.ts';
import { itemsAbout, putItems } from './raw-table.ts';
import { poolInTable, reachTable } from './raw-users.ts';

type InPool = Pick<TestPool, 'poolId'>;
type Named = { readonly username: string };

/** Makes a group and gives its name. */
export const makeGroup = async (
  { poolId: UserPoolId }: InPool,
  GroupName: string,
  facts: Omit<Partial<CreateGroupCommandInput>, 'UserPoolId' | 'GroupName'> = {},
): Promise<string> => {
  await adminClient().send(new CreateGroupCommand({ ...facts, UserPoolId, GroupName }));
  return GroupName;
};

/** Adds a user to groups, one after the other. */
export const join = async (
  { poolId: UserPoolId }: InPool,
  { username: Username }: Named,
  ...names: readonly string[]
): Promise<void> => {
  for (const GroupName of names)
    await adminClient().send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
};

/** Makes groups and adds a user to them, only as rows of the table, so that there are many of them soon. */
export const putIntoGroups = async (
  { poolId }: InPool,
  { username }: Named,
  names: readonly string[],
): Promise<void> => {
  reachTable();
  const pool = await poolInTable(poolId);
  const user = await userRepository().find(pool, username);
  if (!user) throw new Error('There is no user.');
  const refuse = (): Error => new Error('There is such a group.');
  const groups = names.map((name) => ({ poolId, id: randomUUID(), name, createdAt: 0, updatedAt: 0, version: 1 }));
  const writes = groups.flatMap((group) => [
    ...groupRepository().create(group, { taken: refuse, full: refuse }),
    memberRepository().join(poolId, group, username),
  ]);
  const joined = userRepository().update(
    pool,
    { ...user, groups: groups.map(({ id, name }) => ({ id, name })) },
    username,
  );
  await putItems([...writes, joined].flatMap((write) => ('put' in write ? [write.put] : [])));
};

/** Removes a user from a group. */
export const leave = (
  { poolId: UserPoolId }: InPool,
  { username: Username }: Named,
  GroupName: string,
): Promise<unknown> => adminClient().send(new AdminRemoveUserFromGroupCommand({ UserPoolId, Username, GroupName }));

/** Names of the user's groups, in the order of the list. */
export const groupsOf = async (
  { poolId: UserPoolId }: InPool,
  { username: Username }: Named,
): Promise<readonly (string | undefined)[]> => {
  const { Groups = [] } = await adminClient().send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
  return Groups.map(({ GroupName }) => GroupName);
};

/** Names of all users in the group, sorted. */
export const membersOf = async (
  { poolId: UserPoolId }: InPool,
  GroupName: string,
  { limit: Limit }: { readonly limit?: number } = {},
): Promise<readonly string[]> => {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await adminClient().send(new ListUsersInGroupCommand({ UserPoolId, GroupName, Limit, NextToken }));
    names.push(...(page.Users ?? []).map(({ Username = '' }) => Username));
    NextToken = page.NextToken;
  } while (NextToken);
  return names.sort();
};

/** Deletes a group, by default two minutes ago: then the worker need not wait a minute for late writes. */
export const removeGroup = (
  { poolId: UserPoolId }: InPool,
  GroupName: string,
  { ahead = -120_000 } = {},
): Promise<unknown> => adminClient({ ahead }).send(new DeleteGroupCommand({ UserPoolId, GroupName }));

/** A group as the table has it. */
export const storedGroup = async ({ poolId }: InPool, name: string): Promise<{ readonly id: string }> => {
  const items = await itemsAbout(`GROUPS#${poolId}`);
  const { data } = items.find(({ pk, sk }) => pk === `GROUPS#${poolId}` && sk === `G#${name}`) ?? {};
  if (typeof data !== 'object' || data === null || !('id' in data)) throw new Error('The group is not there.');
  return { ...data, id: String(data.id) };
};

/** Stores that the group was deleted two minutes ago, as DeleteGroup does, and changes nothing else. */
export const bury = ({ poolId }: InPool, group: { readonly id: string; readonly name: string }): Promise<void> =>
  putItems([
    {
      pk: `DELETED_GROUP#${poolId}#${group.name}`,
      sk: group.id,
      type: 'DeletedGroup',
      data: { group: { ...group, poolId }, deletedAt: Date.now() - 120_000 },
      listPk: 'DELETED_GROUPS',
      listSk: `${poolId}#${group.id}`,
    },
  ]);
