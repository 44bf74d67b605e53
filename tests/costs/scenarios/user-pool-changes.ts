import { callOwn } from '#tests/support/own-operations.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { callWorker } from '#tests/support/workers.ts';
import type { Scenario } from '../scenario.ts';
import { freshPool, listedPool } from '../subjects.ts';

const Change = { AliasAttributes: ['email'] };

const poolOfOne = async (): Promise<string> => {
  const pool = await makePool();
  await makeUser(pool);
  return pool.poolId;
};

// Workers stay idle here until they are called.
const switched = async (): Promise<string> => {
  const UserPoolId = await poolOfOne();
  await callOwn('ApplyUserPoolChange', { UserPoolId, Change });
  await callWorker('ChangeUserPool', { userPoolId: UserPoolId });
  return UserPoolId;
};

export const userPoolChanges: readonly Scenario[] = [
  {
    operation: 'PlanUserPoolChange',
    way: 'of a pool with one user',
    prepare: async () => {
      const UserPoolId = await poolOfOne();
      return () => callOwn('PlanUserPoolChange', { UserPoolId, Change });
    },
  },
  {
    operation: 'ApplyUserPoolChange',
    prepare: async () => {
      const UserPoolId = await freshPool();
      return () => callOwn('ApplyUserPoolChange', { UserPoolId, Change });
    },
  },
  {
    operation: 'DescribeUserPoolChange',
    prepare: async () => {
      const { poolId: UserPoolId } = await listedPool();
      return () => callOwn('DescribeUserPoolChange', { UserPoolId });
    },
  },
  {
    operation: 'FinishUserPoolChange',
    prepare: async () => {
      const UserPoolId = await switched();
      return () => callOwn('FinishUserPoolChange', { UserPoolId });
    },
  },
  {
    operation: 'RollBackUserPoolChange',
    prepare: async () => {
      const UserPoolId = await switched();
      return () => callOwn('RollBackUserPoolChange', { UserPoolId });
    },
  },
  {
    operation: 'GetUserPoolCompatibility',
    prepare: async () => {
      const { poolId: UserPoolId } = await listedPool();
      return () => callOwn('GetUserPoolCompatibility', { UserPoolId });
    },
  },
  {
    operation: 'SetUserPoolCompatibility',
    prepare: async () => {
      const UserPoolId = await freshPool();
      return () => callOwn('SetUserPoolCompatibility', { UserPoolId, Strict: true });
    },
  },
];
