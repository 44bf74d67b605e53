import { describe, expect, it } from 'vitest';
import { makeClient, makePool } from '#tests/support/pools.ts';
import { makeTerms, termsOf } from '#tests/support/terms.ts';

describe('DescribeTermsByClient', () => {
  it("gives a client's terms of that name", async () => {
    const pool = await makePool();
    const use = await makeTerms(pool);
    const privacy = await makeTerms(pool, { TermsName: 'privacy-policy' });

    expect(await termsOf(pool)).toEqual(use);
    expect(await termsOf(pool, 'privacy-policy')).toEqual(privacy);
  });

  it('gives none of another client or pool', async () => {
    const [pool, elsewhere] = [await makePool(), await makePool()];
    await makeTerms(pool);
    const { clientId } = await makeClient(pool.poolId);

    for (const owner of [
      { poolId: pool.poolId, clientId },
      { poolId: elsewhere.poolId, clientId: pool.clientId },
    ])
      await expect(termsOf(owner)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `The app client ${owner.clientId} has no terms with the name terms-of-use.`,
      });
  });
});
