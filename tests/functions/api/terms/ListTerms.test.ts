import { ListTermsCommand, type ListTermsCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';
import { makeTerms } from '#tests/support/terms.ts';

const list = (UserPoolId: string, facts: Partial<ListTermsCommandInput> = {}) =>
  adminClient().send(new ListTermsCommand({ ...facts, UserPoolId }));

describe('ListTerms', () => {
  it('gives the terms of all clients, without clients and links', async () => {
    const pool = await makePool();
    const other = { ...pool, ...(await makeClient(pool.poolId)) };
    const made = [
      await makeTerms(pool),
      await makeTerms(pool, { TermsName: 'privacy-policy' }),
      await makeTerms(other),
    ];

    const { Terms = [], NextToken } = await list(pool.poolId);

    const shown = made.map(({ TermsId, TermsName, Enforcement, CreationDate, LastModifiedDate }) => ({
      TermsId,
      TermsName,
      Enforcement,
      CreationDate,
      LastModifiedDate,
    }));
    expect(Terms).toHaveLength(3);
    expect(Terms).toEqual(expect.arrayContaining(shown));
    expect(NextToken).toBeUndefined();
  });

  it('gives pages', async () => {
    const pool = await makePool();
    const made = [await makeTerms(pool, { TermsName: 'privacy-policy' }), await makeTerms(pool)];

    const first = await list(pool.poolId, { MaxResults: 1 });
    const second = await list(pool.poolId, { MaxResults: 1, NextToken: first.NextToken ?? '' });

    const ids = [first, second].map(({ Terms = [] }) => Terms.map(({ TermsId }) => TermsId));
    expect(ids).toEqual(made.map(({ TermsId }) => [TermsId]));
    const third = await list(pool.poolId, { MaxResults: 1, NextToken: second.NextToken ?? '' }).catch(() => undefined);
    expect(third?.Terms ?? []).toEqual([]);
  });

  it('has none at first, and no page for a token of another pool or for more than sixty', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    for (const TermsName of ['terms-of-use', 'privacy-policy']) await makeTerms(other, { TermsName });
    const { NextToken = '' } = await list(other.poolId, { MaxResults: 1 });

    expect((await list(pool.poolId)).Terms).toEqual([]);
    for (const facts of [{ NextToken }, { MaxResults: 0 }, { MaxResults: 61 }])
      await expect(list(pool.poolId, facts)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
