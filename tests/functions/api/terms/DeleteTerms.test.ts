import { DeleteTermsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';
import { makeTerms, termsOf } from '#tests/support/terms.ts';

const remove = (UserPoolId: string, TermsId: string) =>
  adminClient().send(new DeleteTermsCommand({ UserPoolId, TermsId }));

describe('DeleteTerms', () => {
  it('deletes terms, and leaves others', async () => {
    const pool = await makePool();
    const [use, privacy] = [await makeTerms(pool), await makeTerms(pool, { TermsName: 'privacy-policy' })];

    await remove(pool.poolId, use.TermsId);

    await expect(termsOf(pool)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await termsOf(pool, 'privacy-policy')).toEqual(privacy);
    expect((await makeTerms(pool)).TermsId).not.toBe(use.TermsId);
  });

  it('deletes none twice, and none of another pool', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    const { TermsId } = await makeTerms(pool);
    const gone = { name: 'ResourceNotFoundException', message: `Terms ${TermsId} do not exist.` };

    await expect(remove(other.poolId, TermsId)).rejects.toMatchObject(gone);
    await remove(pool.poolId, TermsId);
    await expect(remove(pool.poolId, TermsId)).rejects.toMatchObject(gone);
  });
});
