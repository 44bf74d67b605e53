import { describe, expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

describe('GetUserPoolPasswordBlocklist', () => {
  it('tells that a pool has no list beside the one built in, and that its policy does not ask', async () => {
    const { poolId: UserPoolId } = await makePool();
    expect(await callOwn('GetUserPoolPasswordBlocklist', { UserPoolId })).toEqual({
      UserPoolId,
      Enforced: false,
      Unchecked: 'ALLOW',
    });
  });

  it('knows no pool that is not there', async () => {
    const UserPoolId = 'us-east-1_Nowhere00';
    await expect(callOwn('GetUserPoolPasswordBlocklist', { UserPoolId })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
