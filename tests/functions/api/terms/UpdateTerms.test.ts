import { UpdateTermsCommand, type UpdateTermsCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';
import { aTermsId, linksTo, makeTerms, termsOf } from '#tests/support/terms.ts';

const update = (
  UserPoolId: string,
  TermsId: string,
  facts: Partial<UpdateTermsCommandInput> = {},
  options: Parameters<typeof adminClient>[0] = {},
) => adminClient(options).send(new UpdateTermsCommand({ ...facts, UserPoolId, TermsId }));

describe('UpdateTerms', () => {
  it('replaces the links, and leaves what is not given', async () => {
    const pool = await makePool();
    const before = await makeTerms(pool);
    const Links = { 'cognito:default': 'https://example.com/new', 'cognito:french': 'https://example.com/nouveau' };

    const { Terms } = await update(pool.poolId, before.TermsId, { Links }, { ahead: 5000 });

    expect(Terms).toEqual({ ...before, Links, LastModifiedDate: expect.any(Date) });
    expect(Number(Terms?.LastModifiedDate) - Number(before.LastModifiedDate)).toBeGreaterThanOrEqual(5000);
    expect(await termsOf(pool)).toEqual(Terms);
    expect((await update(pool.poolId, before.TermsId)).Terms).toMatchObject({ Links, TermsName: 'terms-of-use' });
  });

  it('gives them another name, under which they have the same id', async () => {
    const pool = await makePool();
    const before = await makeTerms(pool);

    await update(pool.poolId, before.TermsId, { TermsName: 'privacy-policy' });

    expect(await termsOf(pool, 'privacy-policy')).toMatchObject({ TermsId: before.TermsId, Links: before.Links });
    await expect(termsOf(pool)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(makeTerms(pool)).resolves.toBeDefined();
  });

  it('refuses a name that the client has', async () => {
    const pool = await makePool();
    const [use, privacy] = [await makeTerms(pool), await makeTerms(pool, { TermsName: 'privacy-policy' })];

    await expect(update(pool.poolId, use.TermsId, { TermsName: 'privacy-policy' })).rejects.toMatchObject({
      name: 'TermsExistsException',
      message: `The app client ${pool.clientId} has terms with the name privacy-policy already.`,
    });

    expect([await termsOf(pool), await termsOf(pool, 'privacy-policy')]).toEqual([use, privacy]);
  });

  it('refuses links that no terms have, and knows no terms of another pool', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    const { TermsId } = await makeTerms(pool);
    for (const Links of [{ 'cognito:english': 'https://example.com/' }, { 'cognito:default': 'data:text/html,x' }])
      await expect(update(pool.poolId, TermsId, { Links })).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    for (const [poolId, id] of [
      [other.poolId, TermsId],
      [pool.poolId, aTermsId()],
    ] as const)
      await expect(update(poolId, id, { Links: linksTo('new') })).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `Terms ${id} do not exist.`,
      });
  });
});
