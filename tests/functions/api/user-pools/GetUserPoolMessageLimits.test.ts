import { describe, expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

describe('GetUserPoolMessageLimits', () => {
  it('tells of no limit where none was set', async () => {
    const { poolId: UserPoolId } = await makePool();
    expect(await callOwn('GetUserPoolMessageLimits', { UserPoolId })).toEqual({ UserPoolId });
  });

  it('knows no pool that is not there', async () => {
    const { poolId } = await makePool();
    const UserPoolId = `${poolId.slice(0, -9)}000000000`;
    await expect(callOwn('GetUserPoolMessageLimits', { UserPoolId })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
