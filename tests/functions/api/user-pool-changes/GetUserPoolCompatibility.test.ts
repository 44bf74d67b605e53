import { describe, expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

describe('GetUserPoolCompatibility', () => {
  it('finds pools that may change unless they were told otherwise', async () => {
    const { poolId: UserPoolId } = await makePool();
    await expect(callOwn('GetUserPoolCompatibility', { UserPoolId })).resolves.toEqual({ UserPoolId, Strict: false });
  });

  it('knows no pool that is not there', async () => {
    await expect(callOwn('GetUserPoolCompatibility', { UserPoolId: 'us-east-1_nothing' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
