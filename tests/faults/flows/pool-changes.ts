import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import type { ChangeAnswer } from '#tests/support/pool-changes.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { callWorker } from '#tests/support/workers.ts';
import type { Flow } from '../sweep.ts';

// To start the worker again, it is enough to know that it failed.
const workOn = (userPoolId: string): Promise<unknown> =>
  callWorker('ChangeUserPool', { userPoolId }).catch((error: Error) => {
    throw Object.assign(new Error(error.message, { cause: error }), { name: 'InternalErrorException' });
  });

const changing = async () => {
  const pool = await makePool();
  const { poolId: UserPoolId } = pool;
  const user = await makeUser(pool);
  const call = (operation: string) => () => callOwn<ChangeAnswer>(operation, { UserPoolId });
  const work = () => workOn(UserPoolId);
  return {
    apply: () => callOwn('ApplyUserPoolChange', { UserPoolId, Change: { AliasAttributes: ['email'] } }),
    finish: call('FinishUserPoolChange'),
    rollBack: call('RollBackUserPoolChange'),
    work,
    ends: async (status: string, isFound: boolean) => {
      await work();
      const { Change } = await call('DescribeUserPoolChange')();
      expect(Change?.Status).toBe(status);
      const found = adminClient().send(new AdminGetUserCommand({ UserPoolId, Username: user.email }));
      await (isFound ? expect(found).resolves.toBeDefined() : expect(found).rejects.toThrow('User does not exist.'));
    },
  };
};

export const poolChanges: readonly Flow[] = [
  {
    operation: 'ApplyUserPoolChange',
    prepare: async () => {
      const { apply, ends } = await changing();
      return { call: apply, proof: () => ends('SWITCHED', true) };
    },
  },
  {
    operation: 'FinishUserPoolChange',
    prepare: async () => {
      const { apply, finish, work, ends } = await changing();
      await apply();
      await work();
      return { call: finish, proof: () => ends('FINISHED', true) };
    },
  },
  {
    operation: 'RollBackUserPoolChange',
    prepare: async () => {
      const { apply, rollBack, work, ends } = await changing();
      await apply();
      await work();
      return { call: rollBack, proof: () => ends('ROLLED_BACK', false) };
    },
  },
  {
    operation: 'ChangeUserPool',
    way: 'to its switch',
    prepare: async () => {
      const { apply, work, ends } = await changing();
      await apply();
      return { call: work, proof: () => ends('SWITCHED', true) };
    },
  },
  {
    operation: 'ChangeUserPool',
    way: 'to its end',
    prepare: async () => {
      const { apply, finish, work, ends } = await changing();
      await apply();
      await work();
      await finish();
      return { call: work, proof: () => ends('FINISHED', true) };
    },
  },
  {
    operation: 'ChangeUserPool',
    way: 'and back',
    prepare: async () => {
      const { apply, rollBack, work, ends } = await changing();
      await apply();
      await work();
      await rollBack();
      return { call: work, proof: () => ends('ROLLED_BACK', false) };
    },
  },
];
