import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminUpdateUserAttributesCommand,
  type SchemaAttributeType,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { join, makeGroup, removeGroup } from '#tests/support/groups.ts';
import { makePool } from '#tests/support/pools.ts';
import {
  addUser,
  makeSearchable,
  type SearchFilter,
  type SearchRequest,
  search,
  searchNames,
  searchPages,
} from '#tests/support/user-search.ts';

const Schema: SchemaAttributeType[] = [
  { Name: 'team', AttributeDataType: 'String' },
  { Name: 'seats', AttributeDataType: 'Number' },
  { Name: 'since', AttributeDataType: 'DateTime' },
  { Name: 'vip', AttributeDataType: 'Boolean' },
];

const people: Readonly<Record<string, Record<string, string>>> = {
  ada: { email: 'Ada@example.com', 'custom:team': 'Core', 'custom:seats': '10', 'custom:since': '2024-01-01' },
  bea: { email: 'bea@example.com', 'custom:team': 'core', 'custom:seats': '9', 'custom:vip': 'true' },
  cleo: { 'custom:team': 'Edge', 'custom:seats': '-3.5', 'custom:since': '2024-01-01T13:00:00+02:00' },
  dora: { nickname: 'Dodo' },
};

const makePeople = async (): Promise<string> => {
  const { poolId } = await makePool({ Schema });
  for (const [name, attributes] of Object.entries(people)) await addUser(poolId, name, attributes);
  return poolId;
};

const sorted = async (poolId: string, request: SearchRequest): Promise<string[]> =>
  (await searchNames(poolId, request)).sort();

describe('SearchUsers', () => {
  it('finds by any attribute, exactly, by prefix, in a range, and by whether there is one', async () => {
    const poolId = await makePeople();
    const found = (filter: SearchFilter) => sorted(poolId, { Filters: [filter] });

    expect(await found({ Attribute: 'custom:team', Equals: 'CORE' })).toEqual(['ada', 'bea']);
    expect(await found({ Attribute: 'custom:team', StartsWith: 'e' })).toEqual(['cleo']);
    expect(await found({ Attribute: 'custom:seats', Equals: '10.0' })).toEqual(['ada']);
    expect(await found({ Attribute: 'custom:seats', AtLeast: '-3.5', AtMost: '9' })).toEqual(['bea', 'cleo']);
    expect(await found({ Attribute: 'custom:since', AtLeast: '2024-01-01T00:00:01Z' })).toEqual(['cleo']);
    expect(await found({ Attribute: 'custom:since', AtMost: '2024-01-01' })).toEqual(['ada']);
    expect(await found({ Attribute: 'custom:vip', Equals: 'TRUE' })).toEqual(['bea']);
    expect(await found({ Attribute: 'custom:vip', Exists: false })).toEqual(['ada', 'cleo', 'dora']);
    expect(await found({ Attribute: 'nickname', Exists: true })).toEqual(['dora']);
    expect(await found({ Attribute: 'email', StartsWith: 'ada@' })).toEqual(['ada']);
    expect(await found({ Attribute: 'username', AtLeast: 'b', AtMost: 'd' })).toEqual(['bea', 'cleo']);
  });

  it('finds those of whom all filters hold', async () => {
    const poolId = await makePeople();
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'ada' }));
    const core = { Attribute: 'custom:team', Equals: 'core' };

    expect(await sorted(poolId, { Filters: [core, { Attribute: 'status', Equals: 'Enabled' }] })).toEqual(['bea']);
    expect(await sorted(poolId, { Filters: [{ Attribute: 'enabled', Equals: 'false' }] })).toEqual(['ada']);
    expect(await sorted(poolId, { Filters: [core, { Attribute: 'email', Equals: 'ada@example.com' }] })).toEqual([
      'ada',
    ]);
    expect(
      await sorted(poolId, { Filters: [{ Attribute: 'cognito:user_status', Equals: 'FORCE_CHANGE_PASSWORD' }] }),
    ).toHaveLength(4);
    expect(await sorted(poolId, { Filters: [core, { Attribute: 'custom:seats', AtLeast: '100' }] })).toEqual([]);
  });

  it('finds by when users were made and changed', async () => {
    const poolId = await makePeople();
    const [before, after] = [new Date(Date.now() - 60_000).toISOString(), new Date(Date.now() + 60_000).toISOString()];

    expect(await sorted(poolId, { Filters: [{ Attribute: 'created', AtLeast: before, AtMost: after }] })).toHaveLength(
      4,
    );
    expect(await sorted(poolId, { Filters: [{ Attribute: 'updated', AtMost: before }] })).toEqual([]);
  });

  it('finds the members of a group, and of several', async () => {
    const poolId = await makePeople();
    await makeGroup({ poolId }, 'editors');
    await makeGroup({ poolId }, 'readers');
    for (const username of ['ada', 'bea', 'cleo']) await join({ poolId }, { username }, 'editors');
    await join({ poolId }, { username: 'bea' }, 'readers');
    const [editors, readers] = [
      { Attribute: 'group', Equals: 'editors' },
      { Attribute: 'group', Equals: 'readers' },
    ];

    expect(await searchNames(poolId, { Filters: [editors], Limit: 1 })).toHaveLength(3);
    expect(await sorted(poolId, { Filters: [editors] })).toEqual(['ada', 'bea', 'cleo']);
    expect(await sorted(poolId, { Filters: [editors, readers] })).toEqual(['bea']);
    expect(await search(poolId, { Filters: [readers] })).toMatchObject({ Examined: 1 });
    expect(await sorted(poolId, { Filters: [editors, { Attribute: 'email', Exists: false }] })).toEqual(['cleo']);
    const SortBy = { Attribute: 'username', Order: 'DESCENDING' as const };
    expect(await searchNames(poolId, { Filters: [editors], SortBy })).toEqual(['cleo', 'bea', 'ada']);
    expect(await search(poolId, { Filters: [editors], Count: true })).toMatchObject({ Count: 3, CountedBy: 'INDEX' });
    for (const Equals of ['none', '', 'x'.repeat(2048)]) {
      expect(await sorted(poolId, { Filters: [{ Attribute: 'group', Equals }] })).toEqual([]);
    }

    await removeGroup({ poolId }, 'editors');
    await makeGroup({ poolId }, 'editors');
    expect(await sorted(poolId, { Filters: [editors] })).toEqual([]);
  });

  it('sorts by an attribute that has an index, both ways, and leaves those out who have no value', async () => {
    const poolId = await makePeople();
    expect(await searchNames(poolId, { SortBy: { Attribute: 'username' } })).toEqual(['ada', 'bea', 'cleo', 'dora']);
    expect(await searchNames(poolId, { SortBy: { Attribute: 'email', Order: 'DESCENDING' }, Limit: 1 })).toEqual([
      'bea',
      'ada',
    ]);
  });

  it('sorts numbers as numbers and times as times, once they are indexed', async () => {
    const poolId = await makePeople();
    await makeSearchable(poolId, ['custom:seats', 'custom:since', 'custom:team']);

    expect(await searchNames(poolId, { SortBy: { Attribute: 'custom:seats' }, Limit: 2 })).toEqual([
      'cleo',
      'bea',
      'ada',
    ]);
    expect(await searchNames(poolId, { SortBy: { Attribute: 'custom:since', Order: 'DESCENDING' } })).toEqual([
      'cleo',
      'ada',
    ]);
    const Filters = [{ Attribute: 'custom:team', StartsWith: 'c' }];
    expect(await searchNames(poolId, { Filters, SortBy: { Attribute: 'custom:seats' } })).toEqual(['bea', 'ada']);
    expect(await search(poolId, { Filters: [{ Attribute: 'custom:team', Equals: 'edge' }] })).toMatchObject({
      Users: [{ Username: 'cleo' }],
      Examined: 1,
    });
  });

  it('refuses to sort by an attribute without an index, and says how to get one', async () => {
    const poolId = await makePeople();
    await expect(search(poolId, { SortBy: { Attribute: 'custom:team' } })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'SortBy custom:team: it has no index. Give it one by Gatehouse.SetUserPoolSearchSettings.',
    });
  });

  it('counts by the index alone where that decides, else the users that it examines', async () => {
    const poolId = await makePeople();
    const count = (Filters: readonly SearchFilter[] = []) => searchPages(poolId, { Count: true, Filters });

    expect(await count()).toEqual([{ Users: [], Examined: 0, Count: 4, CountedBy: 'INDEX' }]);
    expect(await count([{ Attribute: 'email', StartsWith: '' }])).toEqual([
      { Users: [], Examined: 0, Count: 2, CountedBy: 'INDEX' },
    ]);
    expect(await count([{ Attribute: 'custom:team', Equals: 'core' }])).toEqual([
      { Users: [], Examined: 4, Count: 2, CountedBy: 'USERS' },
    ]);
    expect(await count([{ Attribute: 'email', Equals: '' }])).toMatchObject([{ Count: 0 }]);
  });

  it('gives the attributes that are asked for, those that a user has', async () => {
    const poolId = await makePeople();
    const { Users } = await search(poolId, {
      Filters: [{ Attribute: 'username', Equals: 'dora' }],
      AttributesToGet: ['nickname', 'email'],
    });
    expect(Users).toMatchObject([{ Username: 'dora', Attributes: [{ Name: 'nickname', Value: 'Dodo' }] }]);
  });

  it('tells values apart that begin alike for longer than an index goes', async () => {
    const { poolId } = await makePool();
    const long = 'x'.repeat(199);
    await addUser(poolId, 'ada', { name: `${long}😀a` });
    await addUser(poolId, 'bea', { name: `${long}y` });
    await addUser(poolId, 'cleo', { name: `${long}zz` });

    const between = (AtLeast: string, AtMost: string) =>
      sorted(poolId, { Filters: [{ Attribute: 'name', AtLeast, AtMost }] });
    expect(await between(`${long}y`, `${long}z`)).toEqual(['bea']);
    expect(await between(`${long}yy`, `${long}😀b`)).toEqual(['ada', 'cleo']);
    expect(await between(long, `${long}😀`)).toEqual(['bea', 'cleo']);
    expect(await sorted(poolId, { Filters: [{ Attribute: 'name', StartsWith: `${long}😀` }] })).toEqual(['ada']);
    expect(
      await searchPages(poolId, { Count: true, Filters: [{ Attribute: 'name', StartsWith: `${long}z` }] }),
    ).toMatchObject([{ Count: 1, CountedBy: 'USERS' }]);
  });

  it('goes on where a page ended, whoever is made, changed and deleted meanwhile', async () => {
    const { poolId } = await makePool();
    const admin = adminClient();
    const names = Array.from({ length: 24 }, (_none, at) => `user-${String(at).padStart(2, '0')}`);
    for (const [at, name] of names.entries()) await addUser(poolId, name, { family_name: `F${at % 3}` });
    const seen: string[] = [];
    let NextToken: string | undefined;
    let turn = 0;
    do {
      const page = await search(poolId, {
        SortBy: { Attribute: 'username' },
        Limit: 5,
        ...(NextToken && { NextToken }),
      });
      seen.push(...page.Users.map(({ Username }) => Username ?? ''));
      NextToken = page.NextToken;
      const last = seen.at(-1);
      // The last user of the page is deleted, one who is still to come changes, and one joins behind and one before.
      await admin.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: last }));
      const UserAttributes = [{ Name: 'family_name', Value: 'other' }];
      await admin
        .send(new AdminUpdateUserAttributesCommand({ UserPoolId: poolId, Username: names[23], UserAttributes }))
        .catch(() => undefined);
      await addUser(poolId, `a-${turn}`);
      await addUser(poolId, `z-${turn}`);
      turn += 1;
    } while (NextToken && turn < 20);

    expect(seen.filter((name) => name.startsWith('user-'))).toEqual(names);
    expect(seen).toEqual([...seen].sort());
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('holds a page token to its pool and query, and to its index', async () => {
    const poolId = await makePeople();
    const other = await makePeople();
    const { NextToken = '' } = await search(poolId, { Limit: 1 });
    const invalid = { name: 'InvalidParameterException', message: 'Invalid pagination token.' };

    await expect(search(poolId, { NextToken, Limit: 2 })).resolves.toBeDefined();
    await expect(search(other, { NextToken })).rejects.toMatchObject(invalid);
    await expect(search(poolId, { NextToken, Count: true })).rejects.toMatchObject(invalid);
    await expect(search(poolId, { NextToken, SortBy: { Attribute: 'username' } })).rejects.toMatchObject(invalid);
    await expect(search(poolId, { NextToken, Filters: [{ Attribute: 'email', Exists: true }] })).rejects.toMatchObject(
      invalid,
    );
    await expect(search(poolId, { NextToken: 'none' })).rejects.toMatchObject(invalid);
  });

  it.each([
    [{ Attribute: 'custom:none', Equals: 'x' }, 'Invalid search attribute: custom:none'],
    [
      { Attribute: 'custom:team' },
      'Filter on custom:team: give one of Equals, StartsWith, AtLeast and AtMost, Exists.',
    ],
    [
      { Attribute: 'custom:team', Equals: 'x', Exists: true },
      'Filter on custom:team: give one of Equals, StartsWith, AtLeast and AtMost, Exists.',
    ],
    [{ Attribute: 'custom:seats', Equals: 'many' }, 'Filter on custom:seats: its values are a decimal number.'],
    [{ Attribute: 'custom:seats', StartsWith: '1' }, 'Filter on custom:seats: StartsWith is for texts.'],
    [{ Attribute: 'custom:since', AtLeast: 'now' }, 'Filter on custom:since: its values are a time in ISO 8601 form.'],
    [{ Attribute: 'custom:vip', AtLeast: 'false' }, 'Filter on custom:vip: true and false have no range.'],
    [{ Attribute: 'enabled', Exists: true }, 'Filter on enabled: give Equals, true or false.'],
    [{ Attribute: 'group', StartsWith: 'a' }, 'Filter on group: give Equals, the name of a group.'],
  ])('refuses the filter %j', async (filter, message) => {
    const { poolId } = await makePool({ Schema });
    await expect(search(poolId, { Filters: [filter] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message,
    });
  });

  it('knows no pool that is not there', async () => {
    await expect(search('us-east-1_nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
