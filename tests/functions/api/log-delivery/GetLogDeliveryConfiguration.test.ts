import { GetLogDeliveryConfigurationCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';

const get = async (UserPoolId: string) =>
  (await adminClient().send(new GetLogDeliveryConfigurationCommand({ UserPoolId }))).LogDeliveryConfiguration;

// What SetLogDeliveryConfiguration set is told in its own test.
describe('GetLogDeliveryConfiguration', () => {
  it('tells of nothing where nothing is set', async () => {
    const { poolId: UserPoolId } = await makePool();
    expect(await get(UserPoolId)).toEqual({ UserPoolId, LogConfigurations: [] });
  });

  it('tells of a pool that does not exist', async () => {
    await expect(get('us-east-1_Nowhere00')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool us-east-1_Nowhere00 does not exist.',
    });
  });
});
