import { randomUUID } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminRemoveUserFromGroupCommand,
  CreateGroupCommand,
  GetGroupCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { bury, groupsOf, join, makeGroup, membersOf, removeGroup, storedGroup } from '#tests/support/groups.ts';
import { makeUser, type TestPool, type TestUser } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { callWorker } from '#tests/support/workers.ts';
import { plainPool } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const admin = adminClient();

interface Subject {
  readonly pool: TestPool;
  readonly users: readonly TestUser[];
  readonly name: string;
}

const aGroupOf = async (count: number): Promise<Subject> => {
  const pool = await plainPool();
  const users = await Promise.all(Array.from({ length: count }, () => makeUser(pool)));
  const name = await makeGroup(pool, `group-${randomUUID()}`);
  for (const user of users) await join(pool, user, name);
  return { pool, users, name };
};

const countOf = async ({ poolId }: TestPool): Promise<unknown> => {
  const items = await itemsAbout(`GROUPS#${poolId}`);
  const groups = items.filter(({ type, pk }) => type === 'Group' && pk === `GROUPS#${poolId}`);
  const count = items.find(({ sk, pk }) => sk === 'COUNT' && pk === `GROUPS#${poolId}`)?.count;
  return Number(count) - groups.length;
};

// A worker tells its invoker what went wrong. To try again, it is enough to know that it failed.
const work = (payload: object): Promise<unknown> =>
  callWorker('PurgeGroup', payload).catch((error: Error) => {
    throw Object.assign(new Error(error.message, { cause: error }), { name: 'InternalErrorException' });
  });

const isEmptied = async ({ pool, users }: Subject, id: string): Promise<void> => {
  for (const user of users) expect(await groupsOf(pool, user)).toEqual([]);
  const left = (await itemsAbout(pool.poolId)).filter((item) => JSON.stringify(item).includes(id));
  expect(left.filter(({ type }) => type !== 'Group')).toEqual([]);
};

export const groups: readonly Flow[] = [
  {
    operation: 'CreateGroup',
    prepare: async () => {
      const pool = await plainPool();
      const group = { UserPoolId: pool.poolId, GroupName: `group-${randomUUID()}` };
      return {
        call: () => admin.send(new CreateGroupCommand(group)),
        doneBefore: ['GroupExistsException'],
        proof: async () => {
          await admin.send(new GetGroupCommand(group));
          expect(await countOf(pool)).toBe(0);
        },
      };
    },
  },
  {
    operation: 'UpdateGroup',
    prepare: async () => {
      const { pool, name } = await aGroupOf(0);
      const group = { UserPoolId: pool.poolId, GroupName: name };
      return {
        call: () => admin.send(new UpdateGroupCommand({ ...group, Precedence: 3 })),
        proof: async () =>
          expect(await admin.send(new GetGroupCommand(group))).toMatchObject({ Group: { Precedence: 3 } }),
      };
    },
  },
  {
    operation: 'AdminAddUserToGroup',
    prepare: async () => {
      const { pool, name } = await aGroupOf(0);
      const user = await makeUser(pool);
      const membership = { UserPoolId: pool.poolId, Username: user.username, GroupName: name };
      return {
        call: () => admin.send(new AdminAddUserToGroupCommand(membership)),
        proof: async () => {
          expect(await groupsOf(pool, user)).toEqual([name]);
          expect(await membersOf(pool, name)).toEqual([user.username]);
        },
      };
    },
  },
  {
    operation: 'AdminRemoveUserFromGroup',
    prepare: async () => {
      const {
        pool,
        name,
        users: [user],
      } = await aGroupOf(1);
      if (!user) throw new Error('Nobody is in the group.');
      const membership = { UserPoolId: pool.poolId, Username: user.username, GroupName: name };
      return {
        call: () => admin.send(new AdminRemoveUserFromGroupCommand(membership)),
        proof: async () => {
          expect(await groupsOf(pool, user)).toEqual([]);
          expect(await membersOf(pool, name)).toEqual([]);
        },
      };
    },
  },
  {
    operation: 'AdminDeleteUser',
    way: 'who is in a group',
    prepare: async () => {
      const {
        pool,
        name,
        users: [user],
      } = await aGroupOf(1);
      const deletion = { UserPoolId: pool.poolId, Username: user?.username };
      return {
        call: () => admin.send(new AdminDeleteUserCommand(deletion)),
        doneBefore: ['UserNotFoundException'],
        proof: async () => expect(await membersOf(pool, name)).toEqual([]),
      };
    },
  },
  {
    operation: 'DeleteGroup',
    prepare: async () => {
      const subject = await aGroupOf(2);
      const { pool, name } = subject;
      const { id } = await storedGroup(pool, name);
      return {
        call: () => removeGroup(pool, name),
        doneBefore: ['ResourceNotFoundException'],
        proof: async () => {
          await expect(membersOf(pool, name)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
          expect(await countOf(pool)).toBe(0);
          // What a worker could not finish, the next one does.
          await work({});
          await isEmptied(subject, id);
        },
      };
    },
  },
  {
    operation: 'PurgeGroup',
    prepare: async () => {
      const subject = await aGroupOf(3);
      const { pool, name } = subject;
      const { id } = await storedGroup(pool, name);
      await bury(pool, { name, id });
      return {
        call: () => work({ userPoolId: pool.poolId, groupName: name, groupId: id }),
        proof: () => isEmptied(subject, id),
      };
    },
  },
];
