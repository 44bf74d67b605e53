import { describe, expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

describe('GetUserPoolRegistrationSettings', () => {
  it('tells what holds where nothing was set', async () => {
    const { poolId: UserPoolId } = await makePool();
    expect(await callOwn('GetUserPoolRegistrationSettings', { UserPoolId })).toEqual({
      UserPoolId,
      ClientIdMetadataDocuments: 'DISABLED',
      SupportedIdentityProviders: ['COGNITO'],
      MaxClients: 1000,
      HourlyRegistrations: 200,
      IdleDays: 90,
    });
  });

  it('knows no pool that is not there', async () => {
    const { poolId } = await makePool();
    const UserPoolId = `${poolId.slice(0, -9)}000000000`;
    await expect(callOwn('GetUserPoolRegistrationSettings', { UserPoolId })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
