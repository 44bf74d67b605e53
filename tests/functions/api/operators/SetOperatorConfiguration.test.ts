import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configure, credentialsOf, makeOperatorPools, signInOperator } from '#tests/support/operators.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient } from '#tests/support/pools.ts';

let pools: Awaited<ReturnType<typeof makeOperatorPools>>;

beforeAll(async () => {
  pools = await makeOperatorPools();
});

afterAll(() => configure());

describe('SetOperatorConfiguration', () => {
  it('takes the place of what was set before', async () => {
    const second = await makeClient(pools.operators.poolId);
    const given = {
      ...pools.configuration,
      ClientIds: [second.clientId, second.clientId],
      Groups: [{ GroupName: 'others', Role: 'READER', UserPoolIds: [pools.shop.poolId] }],
    };

    expect(await configure(given)).toEqual({ OperatorConfiguration: { ...given, ClientIds: [second.clientId] } });
    await configure(pools.configuration);
  });

  it('is for administrators of everything alone', async () => {
    for (const group of ['shop', 'auditors', 'help-desk']) {
      const { keys } = await signInOperator(pools.operators, group);
      const call = callOwn('SetOperatorConfiguration', {}, { accessKey: credentialsOf(keys) });
      await expect(call).rejects.toMatchObject({ name: 'AccessDeniedException' });
    }
    const { keys } = await signInOperator(pools.operators, 'administrators');
    const accessKey = credentialsOf(keys);
    await callOwn('SetOperatorConfiguration', { OperatorConfiguration: pools.configuration }, { accessKey });
  });

  it.each<[string, () => object, string]>([
    ['a pool that is not there', () => ({ UserPoolId: 'us-east-1_nowhere00' }), 'ResourceNotFoundException'],
    ['a client of another pool', () => ({ ClientIds: [pools.shop.clientId] }), 'ResourceNotFoundException'],
    ['no client', () => ({ ClientIds: [] }), 'InvalidParameterException'],
    ['no group', () => ({ Groups: [] }), 'InvalidParameterException'],
    ['a role that there is not', () => ({ Groups: [{ GroupName: 'x', Role: 'OWNER' }] }), 'InvalidParameterException'],
    [
      'a list without pools',
      () => ({ Groups: [{ GroupName: 'x', Role: 'READER', UserPoolIds: [] }] }),
      'InvalidParameterException',
    ],
  ])('refuses %s', async (_what, given, name) => {
    await expect(configure({ ...pools.configuration, ...given() })).rejects.toMatchObject({ name });
    expect(await callOwn('GetOperatorConfiguration', {})).toEqual({ OperatorConfiguration: pools.configuration });
  });
});
