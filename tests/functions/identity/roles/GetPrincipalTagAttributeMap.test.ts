import { GetPrincipalTagAttributeMapCommand } from '@aws-sdk/client-cognito-identity';
import { describe, expect, it } from 'vitest';
import { identityAdmin, makeIdentityPool, unknownId } from '#tests/support/identity-pools.ts';

const get = (IdentityPoolId: string, IdentityProviderName: string) =>
  identityAdmin().send(new GetPrincipalTagAttributeMapCommand({ IdentityPoolId, IdentityProviderName }));

describe('GetPrincipalTagAttributeMap', () => {
  it('gives no tags where none were set', async () => {
    const poolId = await makeIdentityPool({ SupportedLoginProviders: { 'www.amazon.com': 'x' } });
    const { $metadata: _, ...answer } = await get(poolId, 'www.amazon.com');
    const named = { IdentityPoolId: poolId, IdentityProviderName: 'www.amazon.com' };
    expect(answer).toEqual({ ...named, UseDefaults: false, PrincipalTags: {} });
  });

  it('knows no provider that the pool has not, and no pool that is not there', async () => {
    const poolId = await makeIdentityPool();
    await expect(get(poolId, 'www.amazon.com')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(get(unknownId(), 'www.amazon.com')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
