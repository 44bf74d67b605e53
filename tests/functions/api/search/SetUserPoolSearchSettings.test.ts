import {
  AdminDeleteUserCommand,
  AdminUpdateUserAttributesCommand,
  DeleteUserPoolCommand,
  type SchemaAttributeType,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { fillSearchIndex, unfinishedSearchIndexings } from '#shared/services/user-pools/search-indexing.ts';
import { adminClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';
import { itemsAbout, untilGone } from '#tests/support/raw-table.ts';
import { putUsers, reachTable } from '#tests/support/raw-users.ts';
import {
  addUser,
  beginIndexing,
  makeSearchable,
  search,
  searchNames,
  searchSettings,
  setSearchable,
} from '#tests/support/user-search.ts';
import { callWorker } from '#tests/support/workers.ts';

const Schema: SchemaAttributeType[] = [
  { Name: 'team', AttributeDataType: 'String' },
  { Name: 'seats', AttributeDataType: 'Number' },
];

const profiles = async (poolId: string) => (await itemsAbout(poolId)).filter(({ type }) => type === 'User');

describe('SetUserPoolSearchSettings', () => {
  // Stages are interrupted in this process, which uses the table of the stack.
  beforeAll(reachTable);

  it('has attributes indexed: first of users who are made, then of all', async () => {
    const { poolId } = await makePool({ Schema });
    const at = Date.now();
    const indexing = [
      { Attribute: 'custom:team', Status: 'Indexing' },
      { Attribute: 'created', Status: 'Indexing' },
    ];
    // The worker waits a minute for functions that still have the old pool.
    expect(
      await callOwn('SetUserPoolSearchSettings', {
        UserPoolId: poolId,
        SearchableAttributes: ['custom:team', 'created'],
      }),
    ).toEqual({ UserPoolId: poolId, SearchableAttributes: indexing, IndexedUsers: 0 });
    expect(await searchSettings(poolId)).toMatchObject({ SearchableAttributes: indexing, IndexedUsers: 0 });

    await addUser(poolId, 'ada', { 'custom:team': 'Core' });
    const [ada] = await profiles(poolId);
    expect(ada).toMatchObject({ bySearch1: '1#core', bySearch2: expect.stringMatching(/^2#1\d+$/) });
    // The key has no trailing zeros.
    expect(Number(String(ada?.bySearch2).slice(7).padEnd(13, '0'))).toBeGreaterThanOrEqual(at);
    await expect(search(poolId, { SortBy: { Attribute: 'custom:team' } })).rejects.toThrow(
      'SortBy custom:team: its index is being filled; see Gatehouse.GetUserPoolSearchSettings.',
    );
    expect(await search(poolId, { Filters: [{ Attribute: 'custom:team', Equals: 'core' }] })).toMatchObject({
      Users: [{ Username: 'ada' }],
    });
  });

  it('finds those who were there before, once they are in', async () => {
    const { poolId } = await makePool({ Schema });
    await addUser(poolId, 'ada', { 'custom:seats': '10' });
    await addUser(poolId, 'bea', { 'custom:seats': '9' });
    await addUser(poolId, 'cleo');
    await makeSearchable(poolId, ['custom:seats']);

    expect(await searchSettings(poolId)).toEqual({
      UserPoolId: poolId,
      SearchableAttributes: [{ Attribute: 'custom:seats', Status: 'Ready' }],
    });
    expect(await searchNames(poolId, { SortBy: { Attribute: 'custom:seats' } })).toEqual(['bea', 'ada']);
    expect((await itemsAbout(poolId)).filter(({ type }) => type === 'SearchIndexing')).toEqual([]);
  });

  it('fills an index by stages, each of which may be the last of a call', async () => {
    const { poolId } = await makePool({ Schema });
    await putUsers(poolId, 1000, (index) => ({ attributes: { 'custom:team': `team-${index % 7}` } }));
    await beginIndexing(poolId, 'custom:team');
    const admin = adminClient();
    const change = (Username: string, Value: string) =>
      admin.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: poolId,
          Username,
          UserAttributes: [{ Name: 'custom:team', Value }],
        }),
      );

    expect(await unfinishedSearchIndexings()).toContain(poolId);
    let stages = 0;
    while (!(await fillSearchIndex(poolId, () => true))) {
      stages += 1;
      if (stages === 2) {
        // Users change and are deleted meanwhile, and another process does the same work.
        const away = new AdminDeleteUserCommand({ UserPoolId: poolId, Username: 'user-11' });
        await Promise.all([
          change('user-3', 'other'),
          admin.send(away),
          fillSearchIndex(poolId, () => true),
          fillSearchIndex(poolId, () => true),
        ]);
        expect((await searchSettings(poolId)).IndexedUsers).toBeGreaterThanOrEqual(200);
      }
    }

    expect(stages).toBeGreaterThan(7);
    const users = await profiles(poolId);
    expect(users).toHaveLength(999);
    expect(users.filter(({ data, bySearch1 }) => bySearch1 !== `1#${Object(data).attributes['custom:team']}`)).toEqual(
      [],
    );
    expect(await searchSettings(poolId)).toMatchObject({ SearchableAttributes: [{ Status: 'Ready' }] });
    expect(await unfinishedSearchIndexings()).not.toContain(poolId);
  });

  it('is finished by whoever asks again, or calls its worker', async () => {
    const { poolId } = await makePool({ Schema });
    const other = await makePool({ Schema });
    for (const id of [poolId, other.poolId]) {
      await putUsers(id, 5, () => ({ attributes: { 'custom:team': 'core' } }));
      await beginIndexing(id, 'custom:team');
    }

    await makeSearchable(poolId, ['custom:team']);
    expect(await unfinishedSearchIndexings()).toContain(other.poolId);
    await callWorker('IndexUserPool', { userPoolId: other.poolId });

    for (const id of [poolId, other.poolId]) {
      expect(await searchSettings(id)).toMatchObject({ SearchableAttributes: [{ Status: 'Ready' }] });
      expect((await profiles(id)).map(({ bySearch1 }) => bySearch1)).toEqual(Array(5).fill('1#core'));
    }
  });

  it('begins anew where the settings change while an index is being filled', async () => {
    const { poolId } = await makePool({ Schema });
    await putUsers(poolId, 250, () => ({ attributes: { 'custom:team': 'core', 'custom:seats': '7' } }));
    await beginIndexing(poolId, 'custom:team');
    expect(await fillSearchIndex(poolId, () => true)).toBe(false);

    await makeSearchable(poolId, ['custom:team', 'custom:seats']);

    const keys = (await profiles(poolId)).map(({ bySearch1, bySearch2 }) => `${bySearch1} ${bySearch2}`);
    expect(new Set(keys)).toEqual(new Set(['1#core 2#100017']));
    expect(keys).toHaveLength(250);
  });

  it('gives a free index to another attribute and mixes nothing up', async () => {
    const { poolId } = await makePool({ Schema });
    await addUser(poolId, 'ada', { nickname: 'zz', 'custom:team': 'a' });
    await addUser(poolId, 'bea', { nickname: 'aa', 'custom:team': 'b' });
    await addUser(poolId, 'cleo', { nickname: 'mm' });
    await makeSearchable(poolId, ['nickname']);
    await makeSearchable(poolId, ['custom:team']);

    expect(await searchNames(poolId, { SortBy: { Attribute: 'custom:team' } })).toEqual(['ada', 'bea']);
    await expect(search(poolId, { SortBy: { Attribute: 'nickname' } })).rejects.toThrow('it has no index');
    await makeSearchable(poolId, []);
    expect(await searchSettings(poolId)).toEqual({ UserPoolId: poolId, SearchableAttributes: [] });
  });

  it('leaves nothing behind of a pool that is deleted meanwhile', async () => {
    const { poolId } = await makePool({ Schema });
    await putUsers(poolId, 3);
    await beginIndexing(poolId, 'custom:team');

    await adminClient({ ahead: -120_000 }).send(new DeleteUserPoolCommand({ UserPoolId: poolId }));

    await untilGone(poolId);
    expect(await fillSearchIndex(poolId, () => false)).toBe(true);
  });

  it.each([
    [['custom:none'], 'The attribute custom:none does not exist in the schema.'],
    [['email'], 'The attribute email has an index in every user pool.'],
    [['nickname', 'nickname'], 'SearchableAttributes names nickname twice.'],
    [['address', 'locale', 'nickname', 'picture', 'profile', 'website'], /SearchableAttributes/i],
  ])('refuses %j', async (attributes, message) => {
    const { poolId } = await makePool({ Schema });
    await expect(setSearchable(poolId, attributes)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(message),
    });
  });

  it('knows no pool that is not there', async () => {
    await expect(setSearchable('us-east-1_nobody', [])).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
