import { expect } from 'vitest';
import { makePool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { addUser, beginIndexing, searchNames, searchSettings, setSearchable } from '#tests/support/user-search.ts';
import { callWorker } from '#tests/support/workers.ts';
import type { Flow } from '../sweep.ts';

const names = ['ada', 'bea', 'cleo'];

const aPoolOfThree = async (): Promise<string> => {
  const { poolId } = await makePool();
  for (const name of names) await addUser(poolId, name, { nickname: `of ${name}`, website: name, locale: name });
  return poolId;
};

// To start the worker again, it is enough to know that it failed.
const work = (userPoolId: string): Promise<unknown> =>
  callWorker('IndexUserPool', { userPoolId }).catch((error: Error) => {
    throw Object.assign(new Error(error.message, { cause: error }), { name: 'InternalErrorException' });
  });

const isAtRest = async (poolId: string): Promise<void> => {
  const items = await itemsAbout(`SEARCH#${poolId}`);
  expect(items).toEqual([]);
};

const isFilled = async (poolId: string): Promise<void> => {
  expect(await searchSettings(poolId)).toMatchObject({
    SearchableAttributes: [{ Attribute: 'nickname', Status: 'Ready' }],
  });
  const items = await itemsAbout(poolId);
  const keys = items.flatMap(({ type, bySearch1 }) => (type === 'User' ? [bySearch1] : []));
  expect(keys.sort()).toEqual(names.map((name) => `1#of ${name}`));
  await isAtRest(poolId);
};

export const search: readonly Flow[] = [
  {
    operation: 'SetUserPoolSearchSettings',
    prepare: async () => {
      const poolId = await aPoolOfThree();
      return {
        call: () => setSearchable(poolId, ['nickname']),
        proof: async () => {
          // What a worker could not finish, the next one does.
          await work(poolId);
          await isFilled(poolId);
          expect(await searchNames(poolId, { SortBy: { Attribute: 'nickname' } })).toEqual(names);
        },
      };
    },
  },
  {
    operation: 'SetUserPoolSearchSettings',
    way: 'in place of others',
    prepare: async () => {
      const poolId = await aPoolOfThree();
      await setSearchable(poolId, ['nickname', 'website']);
      await work(poolId);
      return {
        call: () => setSearchable(poolId, ['website', 'locale']),
        proof: async () => {
          await work(poolId);
          expect((await searchSettings(poolId)).SearchableAttributes).toEqual([
            { Attribute: 'website', Status: 'Ready' },
            { Attribute: 'locale', Status: 'Ready' },
          ]);
          await isAtRest(poolId);
          for (const Attribute of ['website', 'locale']) {
            expect(await searchNames(poolId, { SortBy: { Attribute } })).toEqual(names);
          }
          expect(await searchNames(poolId, { Filters: [{ Attribute: 'nickname', Equals: 'of bea' }] })).toEqual([
            'bea',
          ]);
        },
      };
    },
  },
  {
    operation: 'SetUserPoolSearchSettings',
    way: 'to none while one is filled',
    prepare: async () => {
      const poolId = await aPoolOfThree();
      await beginIndexing(poolId, 'nickname');
      return {
        call: () => setSearchable(poolId, []),
        proof: async () => {
          await work(poolId);
          expect((await searchSettings(poolId)).SearchableAttributes).toEqual([]);
          await isAtRest(poolId);
        },
      };
    },
  },
  {
    operation: 'IndexUserPool',
    prepare: async () => {
      const poolId = await aPoolOfThree();
      await beginIndexing(poolId, 'nickname');
      return { call: () => work(poolId), proof: () => isFilled(poolId) };
    },
  },
];
