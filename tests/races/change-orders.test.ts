import {
  AddCustomAttributesCommand,
  DescribeUserPoolClientCommand,
  type SchemaAttributeType,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { settleClients } from '#shared/services/user-pool-changes/client-names.ts';
import { adminClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { applyChange, ownersIn, restingChange } from '#tests/support/pool-changes.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { poolInTable, reachTable } from '#tests/support/raw-users.ts';

const order = (operation: string, UserPoolId: string, more: object = {}) => callOwn(operation, { UserPoolId, ...more });

const Change = { AliasAttributes: ['email'] };

const aPool = async () => {
  const { poolId } = await makePool();
  const users = await Promise.all(Array.from({ length: 5 }, () => makeUser({ poolId })));
  return {
    poolId,
    apply: ({ ahead = 0 } = {}) => callOwn('ApplyUserPoolChange', { UserPoolId: poolId, Change }, { ahead }),
    finish: () => order('FinishUserPoolChange', poolId),
    rollBack: () => order('RollBackUserPoolChange', poolId),
    rests: async () => (await restingChange(poolId)).Change?.Status,
    isNamed: async (status: string | undefined) => {
      const emails = (await ownersIn(poolId)).filter((owner) => owner.endsWith('#email'));
      expect(emails).toHaveLength(status === 'ROLLED_BACK' ? 0 : users.length);
    },
  };
};

describe('an app client that changes while a change of the pool is finished', () => {
  it('keeps an attribute that the pool got meanwhile', async () => {
    reachTable();
    const { poolId: UserPoolId, clientId: ClientId } = await makePool({
      Schema: [
        { Name: 'tier', AttributeDataType: 'String' },
        { Name: 'old', AttributeDataType: 'String' },
      ],
    });
    const attributes = (...ReadAttributes: string[]) =>
      adminClient().send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ReadAttributes }));
    await attributes('custom:tier', 'custom:old');
    await applyChange(UserPoolId, {
      RenameAttributes: [{ Name: 'custom:tier', NewName: 'custom:level' }],
      DeleteAttributes: ['custom:old'],
    });
    const before = await poolInTable(UserPoolId);
    await settleClients(before);
    const CustomAttributes: SchemaAttributeType[] = [{ Name: 'later', AttributeDataType: 'String' }];
    await adminClient().send(new AddCustomAttributesCommand({ UserPoolId, CustomAttributes }));
    await attributes('custom:level', 'custom:later');

    await settleClients(before);

    const { UserPoolClient } = await adminClient().send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    expect(UserPoolClient?.ReadAttributes).toEqual(['custom:level', 'custom:later']);
  });
});

const isDone = ({ status }: PromiseSettledResult<unknown>): boolean => status === 'fulfilled';

const reasons = (answers: readonly PromiseSettledResult<unknown>[]): string[] =>
  answers.flatMap((answer) => (answer.status === 'rejected' ? [String(answer.reason.message)] : []));

describe.concurrent('orders to change a pool that are given at once', () => {
  it.each([1, 2, 3])('begin the change and roll it back, or begin it: %i', async () => {
    const { apply, rollBack, rests, isNamed } = await aPool();
    const [applied, rolledBack] = await Promise.allSettled([apply(), rollBack()]);
    expect(isDone(applied)).toBe(true);
    if (!isDone(rolledBack)) expect(reasons([rolledBack])).toEqual(['There is no change to roll back.']);
    const status = await rests();
    expect(status).toBe(isDone(rolledBack) ? 'ROLLED_BACK' : 'SWITCHED');
    await isNamed(status);
  });

  it('begin one change, however many ask for it', async () => {
    const { poolId, apply, rests, isNamed } = await aPool();
    await Promise.all([apply(), apply(), apply()]);
    const other = order('ApplyUserPoolChange', poolId, { Change: { UsernameAttributes: ['email'] } });
    await expect(other).rejects.toThrow('Another change of the user pool is not finished');
    await isNamed(await rests());
  });

  it('do not finish what is not made yet', async () => {
    const { apply, finish, rests, isNamed } = await aPool();
    // The worker waits for functions that know the pool as it was. By a clock that is ahead, it waits longer than two
    // requests can take.
    await apply({ ahead: 15_000 });
    const answers = await Promise.allSettled([finish(), finish()]);
    expect(new Set(reasons(answers))).toEqual(new Set(['The change is not made yet: see DescribeUserPoolChange.']));
    const status = await rests();
    expect(status).toBe('SWITCHED');
    await isNamed(status);
  });

  it.each([1, 2, 3])('finish it, or roll it back: %i', async () => {
    const { poolId, finish, rollBack, rests, isNamed } = await aPool();
    await applyChange(poolId, Change);
    const [finished, ...others] = await Promise.allSettled([finish(), rollBack()]);
    expect([finished, ...others].filter(isDone)).toHaveLength(1);
    const status = await rests();
    expect(status).toBe(isDone(finished) ? 'FINISHED' : 'ROLLED_BACK');
    await isNamed(status);
  });
});
