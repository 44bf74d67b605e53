import { UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { aPrefix, certificate, createDomain, domainsOf } from '#tests/support/domains.ts';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

const invalid = (message: string) => ({ name: 'InvalidParameterException', message });

describe('CreateUserPoolDomain', () => {
  it('gives a pool a prefix, with the classic pages unless others are asked for', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    const [first, second] = [aPrefix(), aPrefix()];

    const answer = await createDomain(pool.poolId, first);

    expect(answer.ManagedLoginVersion).toBe(1);
    expect(answer).not.toHaveProperty('CloudFrontDomain');
    expect(await createDomain(other.poolId, second, { ManagedLoginVersion: 2 })).toMatchObject({
      ManagedLoginVersion: 2,
    });
    expect(await domainsOf(pool.poolId)).toEqual({ Domain: first, CustomDomain: undefined });
  });

  it('gives no pool a prefix that another has', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    const prefix = aPrefix();
    await createDomain(pool.poolId, prefix);

    await expect(createDomain(other.poolId, prefix)).rejects.toMatchObject(
      invalid('Domain already associated with another user pool'),
    );
    expect(await domainsOf(other.poolId)).toEqual({ Domain: undefined, CustomDomain: undefined });
  });

  it('gives no pool a second prefix', async () => {
    const { poolId } = await makePool();
    await createDomain(poolId, aPrefix());
    await expect(createDomain(poolId, aPrefix())).rejects.toMatchObject(
      invalid('User pool already has a domain configured.'),
    );
  });

  it.each([
    ['my-aws-pool', 'aws'],
    ['amazonas', 'amazon'],
    ['xcognitox', 'cognito'],
  ])('refuses %s', async (prefix, word) => {
    const { poolId } = await makePool();
    await expect(createDomain(poolId, prefix)).rejects.toMatchObject(
      invalid(`Domain cannot contain reserved word: ${word}`),
    );
  });

  it.each(['Shop', '-shop', 'shop-', 'shop_1', 'x'.repeat(64), 'auth.shop.example.com'])(
    'takes %s for no prefix',
    async (prefix) => {
      const { poolId } = await makePool();
      await expect(createDomain(poolId, prefix)).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: expect.stringContaining(`Value '${prefix}' at 'domain' failed to satisfy constraint`),
      });
    },
  );

  it('gives a pool one of the names that the deployment serves, beside a prefix', async () => {
    const { poolId } = await makePool();
    const prefix = aPrefix();
    await createDomain(poolId, prefix);

    const answer = await createDomain(poolId, 'create.sign-in.example.com', { CustomDomainConfig: certificate() });

    expect(answer).toMatchObject({ ManagedLoginVersion: 1, CloudFrontDomain: new URL(stack().endpoint).host });
    expect(await domainsOf(poolId)).toEqual({ Domain: prefix, CustomDomain: 'create.sign-in.example.com' });
    await expect(
      createDomain((await makePool()).poolId, 'create.sign-in.example.com', { CustomDomainConfig: certificate() }),
    ).rejects.toMatchObject(invalid('Domain already associated with another user pool'));
  });

  it('refuses a custom domain that the deployment does not serve, by its name', async () => {
    const { poolId } = await makePool();
    await expect(
      createDomain(poolId, 'auth.elsewhere.example.com', { CustomDomainConfig: certificate() }),
    ).rejects.toMatchObject(
      invalid(
        'Custom domain auth.elsewhere.example.com is not served by this deployment: it is not among the names of its setting customDomains.',
      ),
    );
  });

  it.each(['shop', 'example.com', 'auth..example.com', 'auth.-x.example.com'])(
    'takes %s for no custom domain',
    async (name) => {
      const { poolId } = await makePool();
      await expect(createDomain(poolId, name, { CustomDomainConfig: certificate() })).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: expect.stringMatching(/^Custom domain is not a valid subdomain: /),
      });
    },
  );

  it('refuses settings that would have no effect', async () => {
    const { poolId } = await makePool();
    for (const ManagedLoginVersion of [0, 3])
      await expect(createDomain(poolId, aPrefix(), { ManagedLoginVersion })).rejects.toMatchObject(
        invalid('ManagedLoginVersion is 1 or 2.'),
      );
    const CustomDomainConfig = { ...certificate(), SecurityPolicy: 'TLS_V1' as const };
    await expect(createDomain(poolId, 'create.sign-in.example.com', { CustomDomainConfig })).rejects.toMatchObject(
      invalid('CustomDomainConfig.SecurityPolicy is not supported: all names of the deployment have TLS_V1_2_2021.'),
    );
    const Failover = { SecondaryRegion: 'eu-west-1', PrimaryRoute53HealthCheckId: 'check' };
    await expect(createDomain(poolId, aPrefix(), { Routing: { Failover } })).rejects.toMatchObject(
      invalid('Routing.Failover is not supported: a deployment is in one Region.'),
    );
  });

  it('leaves the domain to a pool whose settings are changed', async () => {
    const { poolId } = await makePool();
    const prefix = aPrefix();
    await createDomain(poolId, prefix);
    await adminClient().send(new UpdateUserPoolCommand({ UserPoolId: poolId, AutoVerifiedAttributes: ['email'] }));
    expect(await domainsOf(poolId)).toMatchObject({ Domain: prefix });
  });

  it('knows no pool that is not there', async () => {
    await expect(createDomain('us-east-1_nobody', aPrefix())).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
