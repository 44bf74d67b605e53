import { AdminUpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { addUser, makeSearchable, searchNames, searchSettings, setSearchable } from '#tests/support/user-search.ts';
import { callWorker } from '#tests/support/workers.ts';

describe('administrators who set search settings at once', () => {
  it('leave the settings of one of them, with its indexes filled', async () => {
    const { poolId } = await makePool();
    for (const name of ['ada', 'bea', 'cleo']) await addUser(poolId, name, { nickname: name, website: 'here' });
    const wishes = [['nickname', 'website'], ['website'], ['nickname'], ['website', 'nickname']];

    const answers = await Promise.allSettled(wishes.map((wish) => setSearchable(poolId, wish)));
    expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
    await callWorker('IndexUserPool', { userPoolId: poolId });

    const { SearchableAttributes } = await searchSettings(poolId);
    expect(new Set(SearchableAttributes.map(({ Status }) => Status))).toEqual(new Set(['Ready']));
    const names = SearchableAttributes.map(({ Attribute }) => Attribute);
    expect(wishes.map((wish) => [...wish].sort())).toContainEqual([...names].sort());
    for (const Attribute of names) {
      expect((await searchNames(poolId, { SortBy: { Attribute } })).sort()).toEqual(['ada', 'bea', 'cleo']);
    }
  });
});

describe('users who change while an index is filled', () => {
  it('are in it by what they are at last', async () => {
    const { poolId } = await makePool();
    const names = Array.from({ length: 30 }, (_none, index) => `user-${index}`);
    for (const name of names) await addUser(poolId, name, { nickname: 'before' });
    const change = (Username: string, turn: number) =>
      adminClient().send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: poolId,
          Username,
          UserAttributes: [{ Name: 'nickname', Value: `${Username} ${turn}` }],
        }),
      );
    await setSearchable(poolId, ['nickname']);

    const changes = names.map(async (name) => {
      for (let turn = 0; turn < 3; turn++) await change(name, turn);
    });
    await Promise.all([...changes, makeSearchable(poolId, ['nickname'])]);
    await Promise.all(changes);

    const profiles = (await itemsAbout(poolId)).filter(({ type }) => type === 'User');
    expect(profiles.map(({ bySearch1 }) => bySearch1).sort()).toEqual(names.map((name) => `1#${name} 2`).sort());
  });
});
