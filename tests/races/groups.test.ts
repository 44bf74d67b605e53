import {
  AdminDeleteUserCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
  GetGroupCommand,
  ListUsersInGroupCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { groupsOf, join, leave, makeGroup, membersOf, removeGroup } from '#tests/support/groups.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';

const isDone = ({ status }: PromiseSettledResult<unknown>): boolean => status === 'fulfilled';

const reasonsOf = (answers: readonly PromiseSettledResult<unknown>[]): string[] => [
  ...new Set(answers.flatMap((answer) => (answer.status === 'rejected' ? [String(answer.reason.name)] : []))),
];

describe('administrators who make one group at once', () => {
  it('make it once', async () => {
    const { poolId: UserPoolId } = await makePool();

    const answers = await Promise.allSettled(
      Array.from({ length: 6 }, () => adminClient().send(new CreateGroupCommand({ UserPoolId, GroupName: 'editors' }))),
    );

    expect(answers.filter(isDone)).toHaveLength(1);
    expect(reasonsOf(answers)).toEqual(['GroupExistsException']);
  });

  it('may make different ones', async () => {
    const pool = await makePool();

    await Promise.all(Array.from({ length: 6 }, (_none, index) => makeGroup(pool, `group-${index}`)));

    const items = await itemsAbout(`GROUPS#${pool.poolId}`);
    expect(items.find(({ sk }) => sk === 'COUNT')).toMatchObject({ count: 6 });
  });
});

describe('administrators who change one group at once', () => {
  it('lose none of their changes', async () => {
    const pool = await makePool();
    const group = { UserPoolId: pool.poolId, GroupName: await makeGroup(pool, 'editors') };
    const facts = [
      { Description: 'They write.' },
      { Precedence: 3 },
      { RoleArn: 'arn:aws:iam::123456789012:role/editor' },
    ];

    await Promise.all(facts.map((fact) => adminClient().send(new UpdateGroupCommand({ ...group, ...fact }))));

    const { Group } = await adminClient().send(new GetGroupCommand(group));
    expect(Group).toMatchObject(Object.assign({}, ...facts));
  });
});

describe('administrators who change the groups of one user at once', () => {
  it('lose none of their changes', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    for (const name of ['a', 'b', 'c', 'd']) await makeGroup(pool, name);
    await join(pool, user, 'a', 'b');

    await Promise.all([
      leave(pool, user, 'a'),
      join(pool, user, 'c'),
      join(pool, user, 'd'),
      adminClient().send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: pool.poolId,
          Username: user.username,
          UserAttributes: [{ Name: 'nickname', Value: 'Ada' }],
        }),
      ),
    ]);

    expect(await groupsOf(pool, user)).toEqual(['b', 'c', 'd']);
    expect(await membersOf(pool, 'a')).toEqual([]);
    for (const name of ['b', 'c', 'd']) expect(await membersOf(pool, name)).toEqual([user.username]);
  });

  it('agree with each other on who is in, whoever comes last', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await makeGroup(pool, 'editors');

    await Promise.allSettled([
      join(pool, user, 'editors'),
      leave(pool, user, 'editors'),
      join(pool, user, 'editors'),
      leave(pool, user, 'editors'),
    ]);

    const isIn = (await groupsOf(pool, user)).length === 1;
    expect(await membersOf(pool, 'editors')).toEqual(isIn ? [user.username] : []);
  });
});

describe('a group that is deleted while users are put into it', () => {
  it('has no members in the end, and none of its successor', async () => {
    const pool = await makePool();
    const users = await Promise.all(Array.from({ length: 6 }, () => makeUser(pool)));
    await makeGroup(pool, 'editors');

    const answers = await Promise.allSettled([
      ...users.slice(0, 3).map((user) => join(pool, user, 'editors')),
      removeGroup(pool, 'editors'),
      ...users.slice(3).map((user) => join(pool, user, 'editors')),
    ]);
    await makeGroup(pool, 'editors');

    expect(reasonsOf(answers).filter((name) => name !== 'ResourceNotFoundException')).toEqual([]);
    expect(await membersOf(pool, 'editors')).toEqual([]);
    for (const user of users) expect(await groupsOf(pool, user)).toEqual([]);
  });
});

describe('a user who is deleted', () => {
  it('while being put into groups is in none afterwards', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    for (const name of ['a', 'b', 'c']) await makeGroup(pool, name);
    await join(pool, user, 'a');

    await Promise.allSettled([
      join(pool, user, 'b'),
      adminClient().send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username: user.username })),
      join(pool, user, 'c'),
    ]);

    for (const name of ['a', 'b', 'c']) expect(await membersOf(pool, name)).toEqual([]);
    expect(await itemsAbout(`MEMBERS#${pool.poolId}`)).toEqual([]);
  });

  it('leaves a hundred groups', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const names = Array.from({ length: 100 }, (_none, index) => `group-${index}`);
    for (const name of names) await makeGroup(pool, name);
    await join(pool, user, ...names);
    expect(await itemsAbout(`MEMBERS#${pool.poolId}`)).toHaveLength(100);

    await adminClient().send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username: user.username }));

    expect(await itemsAbout(`MEMBERS#${pool.poolId}`)).toEqual([]);
  });

  it('while a group is listed is missed by nobody else', async () => {
    const pool = await makePool();
    const users = await Promise.all(Array.from({ length: 12 }, () => makeUser(pool)));
    await makeGroup(pool, 'editors');
    await Promise.all(users.map((user) => join(pool, user, 'editors')));
    const [gone, ...rest] = users;

    const seen: string[] = [];
    let deletion: Promise<unknown> | undefined;
    let NextToken: string | undefined;
    do {
      const page = await adminClient().send(
        new ListUsersInGroupCommand({ UserPoolId: pool.poolId, GroupName: 'editors', Limit: 2, NextToken }),
      );
      deletion ??= adminClient().send(
        new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username: gone?.username }),
      );
      seen.push(...(page.Users ?? []).map(({ Username = '' }) => Username));
      NextToken = page.NextToken;
    } while (NextToken);
    await deletion;

    expect(seen.filter((name) => name !== gone?.username).sort()).toEqual(rest.map(({ username }) => username).sort());
  });
});
