import { DescribeIdentityProviderCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeProvider, openIdDetails } from '#tests/support/identity-providers.ts';
import { makePool } from '#tests/support/pools.ts';

const describeProvider = (UserPoolId: string, ProviderName: string) =>
  adminClient().send(new DescribeIdentityProviderCommand({ UserPoolId, ProviderName }));

describe('DescribeIdentityProvider', () => {
  it('tells the client secret', async () => {
    const pool = await makePool();
    await makeProvider(pool);
    const { IdentityProvider } = await describeProvider(pool.poolId, 'Corporate');
    expect(IdentityProvider?.ProviderDetails?.client_secret).toBe(openIdDetails.client_secret);
  });

  it('knows no provider by another case, or of another pool', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    await makeProvider(pool);
    for (const [poolId, name] of [
      [pool.poolId, 'corporate'],
      [other.poolId, 'Corporate'],
    ] as const) {
      await expect(describeProvider(poolId, name)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `Identity provider ${name} does not exist.`,
      });
    }
  });
});
