import { callOwn } from '#tests/support/own-operations.ts';
import { makePool, type TestPool } from '#tests/support/pools.ts';
import { addUser, type SearchRequest, search, searchSettings } from '#tests/support/user-search.ts';
import type { Scenario } from '../scenario.ts';
import { freshPool, listedPool, newName, once } from '../subjects.ts';

// New users are in an index from its first day.
const indexedPool = once(async (): Promise<TestPool> => {
  const pool = await makePool({ Schema: [{ Name: 'team', AttributeDataType: 'String' }] });
  await callOwn('SetUserPoolSearchSettings', { UserPoolId: pool.poolId, SearchableAttributes: ['custom:team'] });
  return pool;
});

const searching = (request: SearchRequest) => async () => {
  const { poolId } = await listedPool();
  return () => search(poolId, request);
};

const email = { Attribute: 'email', Equals: 'listed-3@example.com' };

export const searches: readonly Scenario[] = [
  { operation: 'SearchUsers', way: 'of eight', prepare: searching({}) },
  { operation: 'SearchUsers', way: 'of eight, sorted', prepare: searching({ SortBy: { Attribute: 'username' } }) },
  { operation: 'SearchUsers', way: 'one by email', prepare: searching({ Filters: [email] }) },
  { operation: 'SearchUsers', way: 'count', prepare: searching({ Count: true }) },
  {
    operation: 'GetUserPoolSearchSettings',
    prepare: async () => {
      const { poolId } = await listedPool();
      return () => searchSettings(poolId);
    },
  },
  {
    operation: 'SetUserPoolSearchSettings',
    prepare: async () => {
      const UserPoolId = await freshPool();
      return () => callOwn('SetUserPoolSearchSettings', { UserPoolId, SearchableAttributes: ['nickname'] });
    },
  },
  {
    operation: 'AdminCreateUser',
    way: 'with an attribute that the pool has indexed',
    prepare: async () => {
      const { poolId } = await indexedPool();
      const { username } = newName();
      return () => addUser(poolId, username, { 'custom:team': 'core' });
    },
  },
];
