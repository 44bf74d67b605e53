import { GetIdentityProviderByIdentifierCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeProvider } from '#tests/support/identity-providers.ts';
import { makePool } from '#tests/support/pools.ts';

const find = (UserPoolId: string, IdpIdentifier: string) =>
  adminClient().send(new GetIdentityProviderByIdentifierCommand({ UserPoolId, IdpIdentifier }));

describe('GetIdentityProviderByIdentifier', () => {
  it('gives the provider that has the identifier, with its details', async () => {
    const pool = await makePool();
    const made = await makeProvider(pool, { IdpIdentifiers: ['example.com', 'example.org'] });
    expect((await find(pool.poolId, 'example.org')).IdentityProvider).toEqual(made);
  });

  it('knows no provider by its name, and none of another pool', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    await makeProvider(pool, { IdpIdentifiers: ['example.com'] });
    await expect(find(pool.poolId, 'Corporate')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(find(other.poolId, 'example.com')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
