import { DeleteIdentityProviderCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeProvider } from '#tests/support/identity-providers.ts';
import { setPolicy } from '#tests/support/linking.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

const get = (UserPoolId: string) => callOwn('GetUserPoolLinkingPolicy', { UserPoolId });

describe('GetUserPoolLinkingPolicy', () => {
  it('tells what holds where nothing was set: nothing is linked', async () => {
    const { poolId: UserPoolId } = await makePool();
    expect(await get(UserPoolId)).toEqual({ UserPoolId, Policy: 'NEVER', TrustedProviders: [] });
  });

  it('tells of no provider that was deleted, nor of another one that has its name', async () => {
    const pool = await makePool();
    const { poolId: UserPoolId } = pool;
    for (const ProviderName of ['Corporate', 'Other']) await makeProvider(pool, { ProviderName });
    await setPolicy(pool, 'VERIFIED_EMAIL', ['Other', 'Corporate']);
    expect(await get(UserPoolId)).toMatchObject({ TrustedProviders: ['Corporate', 'Other'] });
    await adminClient().send(new DeleteIdentityProviderCommand({ UserPoolId, ProviderName: 'Corporate' }));
    expect(await get(UserPoolId)).toMatchObject({ Policy: 'VERIFIED_EMAIL', TrustedProviders: ['Other'] });
    await makeProvider(pool);
    expect(await get(UserPoolId)).toMatchObject({ TrustedProviders: ['Other'] });
  });

  it('knows no pool that is not there', async () => {
    const { poolId } = await makePool();
    await expect(get(`${poolId.slice(0, -9)}000000000`)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
