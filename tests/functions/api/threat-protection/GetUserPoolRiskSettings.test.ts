import { describe, expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

const get = (UserPoolId: string) => callOwn('GetUserPoolRiskSettings', { UserPoolId });

describe('GetUserPoolRiskSettings', () => {
  it('fills in the defaults', async () => {
    const { poolId } = await makePool();

    expect(await get(poolId)).toEqual({
      UserPoolId: poolId,
      MfaRequiredWithoutFactor: 'BLOCK',
      InvalidFeedbackAction: 'NO_ACTION',
      Groups: [],
    });
  });

  it('does not know a pool that is not there', async () => {
    await expect(get('eu-central-1_000000000')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
