import { expect } from 'vitest';
import { makePool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { addUser, beginIndexing, searchNames, searchSettings, setSearchable } from '#tests/support/user-search.ts';
import { callWorker } from '#tests/support/workers.ts';
import type { Flow } from '../sweep.ts';

const names = ['ada', 'bea', 'cleo'];

const aPoolOfThree = async (): Promise<string> => {
  const { poolId } = await makePool();
  for (const name of names) await addUser(poolId, name, { nickname: `of ${name}` });
  return poolId;
};

// Whoever starts the worker again needs to know no more than that it failed.
const work = (userPoolId: string): Promise<unknown> =>
  callWorker('IndexUserPool', { userPoolId }).catch((error: Error) => {
    throw Object.assign(new Error(error.message, { cause: error }), { name: 'InternalErrorException' });
  });

const isFilled = async (poolId: string): Promise<void> => {
  expect(await searchSettings(poolId)).toMatchObject({
    SearchableAttributes: [{ Attribute: 'nickname', Status: 'Ready' }],
  });
  const items = await itemsAbout(poolId);
  const keys = items.flatMap(({ type, bySearch1 }) => (type === 'User' ? [bySearch1] : []));
  expect(keys.sort()).toEqual(names.map((name) => `1#of ${name}`));
  expect(items.filter(({ type }) => type === 'SearchIndexing')).toEqual([]);
};

export const search: readonly Flow[] = [
  {
    operation: 'SetUserPoolSearchSettings',
    prepare: async () => {
      const poolId = await aPoolOfThree();
      return {
        call: () => setSearchable(poolId, ['nickname']),
        proof: async () => {
          // What a worker that was started could not do is done by the next.
          await work(poolId);
          await isFilled(poolId);
          expect(await searchNames(poolId, { SortBy: { Attribute: 'nickname' } })).toEqual(names);
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
