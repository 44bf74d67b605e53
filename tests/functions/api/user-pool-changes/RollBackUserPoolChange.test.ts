import { describe, expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import type { ChangeAnswer } from '#tests/support/pool-changes.ts';
import { makePool } from '#tests/support/pools.ts';

const change = { AttributeConstraints: [{ Name: 'custom:plan', StringAttributeConstraints: { MaxLength: '9' } }] };

describe('RollBackUserPoolChange', () => {
  it('ends a change that concerns no user at once, and says so again', async () => {
    const { poolId: UserPoolId } = await makePool({
      Schema: [{ Name: 'plan', AttributeDataType: 'String', StringAttributeConstraints: { MaxLength: '5' } }],
    });
    await callOwn('ApplyUserPoolChange', { UserPoolId, Change: change });
    const call = () => callOwn<ChangeAnswer>('RollBackUserPoolChange', { UserPoolId });
    expect((await call()).Change?.Status).toBe('ROLLED_BACK');
    expect((await call()).Change?.Status).toBe('ROLLED_BACK');
  });

  it('needs a change', async () => {
    const { poolId: UserPoolId } = await makePool();
    await expect(callOwn('RollBackUserPoolChange', { UserPoolId })).rejects.toThrow('There is no change to');
  });
});
