import {
  DescribeUserPoolDomainCommand,
  UpdateUserPoolDomainCommand,
  type UpdateUserPoolDomainCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { aPrefix, certificate, createDomain } from '#tests/support/domains.ts';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

const update = (UserPoolId: string, Domain: string, more: Partial<UpdateUserPoolDomainCommandInput>) =>
  adminClient().send(new UpdateUserPoolDomainCommand({ ...more, UserPoolId, Domain }));

const read = async (Domain: string) =>
  (await adminClient().send(new DescribeUserPoolDomainCommand({ Domain }))).DomainDescription;

const none = { name: 'InvalidParameterException', message: 'No such domain or user pool exists.' };

describe('UpdateUserPoolDomain', () => {
  it('changes the version of the pages, and leaves as it is what is not given', async () => {
    const { poolId } = await makePool();
    const prefix = aPrefix();
    await createDomain(poolId, prefix);

    expect(await update(poolId, prefix, { ManagedLoginVersion: 2 })).toMatchObject({ ManagedLoginVersion: 2 });
    expect(await update(poolId, prefix, {})).toMatchObject({ ManagedLoginVersion: 2 });

    expect(await read(prefix)).toMatchObject({ UserPoolId: poolId, ManagedLoginVersion: 2, CustomDomainConfig: {} });
  });

  it('changes the certificate that is noted for a custom domain', async () => {
    const { poolId } = await makePool();
    const name = 'update.sign-in.example.com';
    await createDomain(poolId, name, { CustomDomainConfig: certificate(), ManagedLoginVersion: 2 });

    const answer = await update(poolId, name, { CustomDomainConfig: certificate('second') });

    expect(answer).toMatchObject({ ManagedLoginVersion: 2, CloudFrontDomain: new URL(stack().endpoint).host });
    expect(await read(name)).toMatchObject({ CustomDomainConfig: certificate('second'), ManagedLoginVersion: 2 });
  });

  it('knows no domain that the pool does not have', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    const prefix = aPrefix();
    await createDomain(other.poolId, prefix);

    await expect(update(pool.poolId, aPrefix(), { ManagedLoginVersion: 2 })).rejects.toMatchObject(none);
    await expect(update(pool.poolId, prefix, { ManagedLoginVersion: 2 })).rejects.toMatchObject(none);
    expect(await read(prefix)).toMatchObject({ UserPoolId: other.poolId, ManagedLoginVersion: 1 });
  });

  it('makes no custom domain of a prefix, and knows two versions of the pages', async () => {
    const { poolId } = await makePool();
    const prefix = aPrefix();
    await createDomain(poolId, prefix);

    await expect(update(poolId, prefix, { CustomDomainConfig: certificate() })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(/^Custom domain is not a valid subdomain: /),
    });
    await expect(update(poolId, prefix, { ManagedLoginVersion: 3 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'ManagedLoginVersion is 1 or 2.',
    });
    expect(await read(prefix)).toMatchObject({ ManagedLoginVersion: 1, CustomDomainConfig: {} });
  });
});
