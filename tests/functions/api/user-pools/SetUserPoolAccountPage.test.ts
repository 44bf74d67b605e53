import { describe, expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

const set = (UserPoolId: string, settings: object) =>
  callOwn<object>('SetUserPoolAccountPage', { UserPoolId, ...settings });

describe('SetUserPoolAccountPage', () => {
  it('answers what holds, and forgets what it is not given', async () => {
    const { poolId, clientId: ClientId } = await makePool({ UserPoolTier: 'PLUS' });
    const given = {
      Status: 'ENABLED',
      ClientId,
      Sections: ['SESSIONS', 'PROFILE'],
      FreshMinutes: 5,
      AcrValues: 'urn:cognito:loa:3 urn:cognito:loa:1',
    };
    // Sections have one order.
    expect(await set(poolId, given)).toEqual({ UserPoolId: poolId, ...given, Sections: ['PROFILE', 'SESSIONS'] });
    expect(await set(poolId, { Status: 'DISABLED' })).toEqual(
      await callOwn('GetUserPoolAccountPage', { UserPoolId: poolId }),
    );
  });

  it('refuses a client and a level that the pool does not have', async () => {
    const { poolId } = await makePool();
    const other = await makePool();
    await expect(set(poolId, { Status: 'ENABLED', ClientId: other.clientId })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(set(poolId, { Status: 'ENABLED', AcrValues: 'gold' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'AcrValues names a level that the user pool does not have.',
    });
    const lite = await makePool({ UserPoolTier: 'LITE' });
    await expect(set(lite.poolId, { Status: 'ENABLED', AcrValues: 'urn:cognito:loa:1' })).rejects.toMatchObject({
      name: 'FeatureUnavailableInTierException',
    });
  });
});
