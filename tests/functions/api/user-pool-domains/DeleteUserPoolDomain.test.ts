import { DescribeUserPoolDomainCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { aPrefix, certificate, createDomain, deleteDomain, domainsOf } from '#tests/support/domains.ts';
import { makePool } from '#tests/support/pools.ts';

const none = { name: 'InvalidParameterException', message: 'No such domain or user pool exists.' };

describe('DeleteUserPoolDomain', () => {
  it('leaves the name to other pools, and the pool to other names', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    const prefix = aPrefix();
    await createDomain(pool.poolId, prefix);

    await deleteDomain(pool.poolId, prefix);

    const described = await adminClient().send(new DescribeUserPoolDomainCommand({ Domain: prefix }));
    expect(described.DomainDescription).toEqual({});
    expect(await domainsOf(pool.poolId)).toEqual({ Domain: undefined, CustomDomain: undefined });
    await expect(createDomain(other.poolId, prefix)).resolves.toBeDefined();
    await expect(createDomain(pool.poolId, aPrefix())).resolves.toBeDefined();
  });

  it('leaves the pool its other domain', async () => {
    const { poolId } = await makePool();
    const [prefix, name] = [aPrefix(), 'delete.sign-in.example.com'];
    await createDomain(poolId, prefix);
    await createDomain(poolId, name, { CustomDomainConfig: certificate() });

    await deleteDomain(poolId, name);

    expect(await domainsOf(poolId)).toEqual({ Domain: prefix, CustomDomain: undefined });
  });

  it('knows no domain that the pool does not have', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    const prefix = aPrefix();
    await createDomain(other.poolId, prefix);

    await expect(deleteDomain(pool.poolId, prefix)).rejects.toMatchObject(none);
    await expect(deleteDomain(pool.poolId, aPrefix())).rejects.toMatchObject(none);
    expect(await domainsOf(other.poolId)).toMatchObject({ Domain: prefix });
    await expect(deleteDomain('us-east-1_nobody', prefix)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
