import {
  CognitoIdentityProviderClient,
  DescribeUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { aPrefix, certificate, createDomain } from '#tests/support/domains.ts';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { callWorker } from '#tests/support/workers.ts';

const read = async (Domain: string) =>
  (await adminClient().send(new DescribeUserPoolDomainCommand({ Domain }))).DomainDescription;

describe('DescribeUserPoolDomain', () => {
  it('gives a prefix and its pool', async () => {
    const { poolId } = await makePool();
    const prefix = aPrefix();
    await createDomain(poolId, prefix, { ManagedLoginVersion: 2 });

    expect(await read(prefix)).toEqual({
      UserPoolId: poolId,
      AWSAccountId: '000000000000',
      Domain: prefix,
      CloudFrontDistribution: new URL(stack().endpoint).host,
      Version: expect.stringMatching(/^20\d{12}$/),
      Status: 'ACTIVE',
      CustomDomainConfig: {},
      ManagedLoginVersion: 2,
    });
  });

  it('gives a custom domain with its certificate', async () => {
    const { poolId } = await makePool();
    const Domain = 'describe.sign-in.example.com';
    const CustomDomainConfig = { ...certificate(), SecurityPolicy: 'TLS_V1_2_2021' as const };
    await createDomain(poolId, Domain, { CustomDomainConfig });

    expect(await read(Domain)).toMatchObject({ UserPoolId: poolId, Domain, Status: 'ACTIVE', CustomDomainConfig });
  });

  it('gives nothing for a name that no pool has', async () => {
    expect(await read(aPrefix())).toEqual({});
    expect(await read('nobody.example.com')).toEqual({});
  });

  it('is not for access keys of single pools, as the request names none', async () => {
    const { poolId } = await makePool();
    const policy = { actions: ['DescribeUserPoolDomain'], pools: [poolId] };
    const { accessKeyId, secretAccessKey } = await callWorker('CreateAccessKey', policy);
    const { endpoint, region } = stack();
    const credentials = { accessKeyId: String(accessKeyId), secretAccessKey: String(secretAccessKey) };
    const client = new CognitoIdentityProviderClient({ endpoint, region, maxAttempts: 1, credentials });

    await expect(client.send(new DescribeUserPoolDomainCommand({ Domain: aPrefix() }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});
