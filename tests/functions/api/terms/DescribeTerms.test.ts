import { DescribeTermsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';
import { aTermsId, makeTerms } from '#tests/support/terms.ts';

const describeTerms = (UserPoolId: string, TermsId: string) =>
  adminClient().send(new DescribeTermsCommand({ UserPoolId, TermsId }));

describe('DescribeTerms', () => {
  it('gives the terms with that id, among others', async () => {
    const pool = await makePool();
    const other = { ...pool, ...(await makeClient(pool.poolId)) };
    const terms = await makeTerms(pool, { TermsName: 'privacy-policy' });
    for (const owner of [pool, other]) await makeTerms(owner);

    expect((await describeTerms(pool.poolId, terms.TermsId)).Terms).toEqual(terms);
  });

  it('knows no terms of another pool', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    const { TermsId } = await makeTerms(other);
    for (const id of [TermsId, aTermsId()])
      await expect(describeTerms(pool.poolId, id)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `Terms ${id} do not exist.`,
      });
  });

  it('refuses what is no id of terms', async () => {
    const { poolId } = await makePool();
    // A UUID of another version.
    await expect(describeTerms(poolId, 'b1a7c6de-8a57-1c4e-9b0a-3f5d2f6f0a11')).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});
