import { describe, expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

describe('GetUserPoolSignInSettings', () => {
  it('tells what holds where nothing was set: the values of the API', async () => {
    const { poolId: UserPoolId } = await makePool();
    expect(await callOwn('GetUserPoolSignInSettings', { UserPoolId })).toEqual({
      UserPoolId,
      Codes: {
        Verification: { Length: 6, Seconds: 86_400 },
        Recovery: { Length: 6, Seconds: 3600 },
        Authentication: { Seconds: 900 },
      },
      Lockout: { Failures: 5, LongestSeconds: 900, QuietSeconds: 900 },
      PasswordChange: { EndsSessions: false },
    });
  });

  it('knows no pool that is not there', async () => {
    const { poolId } = await makePool();
    const UserPoolId = `${poolId.slice(0, -9)}000000000`;
    await expect(callOwn('GetUserPoolSignInSettings', { UserPoolId })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
