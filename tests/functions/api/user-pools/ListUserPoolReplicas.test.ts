import { ListUserPoolReplicasCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';

const list = (UserPoolId: string, NextToken?: string) =>
  adminClient().send(new ListUserPoolReplicasCommand({ UserPoolId, NextToken }));

describe('ListUserPoolReplicas', () => {
  it('lists none, as for a pool that was never replicated', async () => {
    const { poolId } = await makePool();
    const { UserPoolReplicas, NextToken } = await list(poolId);
    expect({ UserPoolReplicas, NextToken }).toEqual({ UserPoolReplicas: [], NextToken: undefined });
  });

  it('gave nobody a token for another page', async () => {
    const { poolId } = await makePool();
    await expect(list(poolId, 'more')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid pagination token.',
    });
  });

  it('tells of a pool that does not exist', async () => {
    await expect(list('us-east-1_Nowhere00')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool us-east-1_Nowhere00 does not exist.',
    });
  });
});
