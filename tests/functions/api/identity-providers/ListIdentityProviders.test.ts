import { ListIdentityProvidersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeProvider } from '#tests/support/identity-providers.ts';
import { makePool, type TestPool } from '#tests/support/pools.ts';

const list = ({ poolId }: TestPool, paging: { MaxResults?: number; NextToken?: string } = {}) =>
  adminClient().send(new ListIdentityProvidersCommand({ UserPoolId: poolId, ...paging }));

describe('ListIdentityProviders', () => {
  it('lists the providers of the pool by name, without details', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    for (const ProviderName of ['Second', 'First', 'Third']) await makeProvider(pool, { ProviderName });
    await makeProvider(other);

    const { Providers = [], NextToken } = await list(pool, { MaxResults: 0 });

    expect(Providers.map(({ ProviderName }) => ProviderName)).toEqual(['First', 'Second', 'Third']);
    expect(Providers[0]).toEqual({
      ProviderName: 'First',
      ProviderType: 'OIDC',
      CreationDate: expect.any(Date),
      LastModifiedDate: expect.any(Date),
    });
    expect(NextToken).toBeUndefined();
  });

  it('gives pages, and none for a token of another pool', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    for (const ProviderName of ['One', 'Two']) await makeProvider(pool, { ProviderName });

    const first = await list(pool, { MaxResults: 1 });
    const { NextToken = '' } = first;
    const second = await list(pool, { MaxResults: 60, NextToken });

    expect([...(first.Providers ?? []), ...(second.Providers ?? [])]).toHaveLength(2);
    expect(second.NextToken).toBeUndefined();
    await expect(list(other, { NextToken })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
