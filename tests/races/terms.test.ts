import { DeleteUserPoolClientCommand, UpdateTermsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { makeTerms } from '#tests/support/terms.ts';

const isDone = ({ status }: PromiseSettledResult<unknown>): boolean => status === 'fulfilled';

const sixTimes = <T>(call: () => Promise<T>) => Promise.allSettled(Array.from({ length: 6 }, call));

const stored = async (poolId: string) => {
  const items = await itemsAbout(`TERMS#${poolId}`);
  return {
    count: items.find(({ sk }) => sk === 'COUNT')?.count ?? 0,
    terms: items.filter(({ type }) => type === 'Terms').length,
  };
};

describe('administrators who change terms at once', () => {
  it('make one of a name', async () => {
    const pool = await makePool();

    const answers = await sixTimes(() => makeTerms(pool));

    expect(answers.filter(isDone)).toHaveLength(1);
    expect(await stored(pool.poolId)).toEqual({ count: 1, terms: 1 });
  });

  it('rename both to one name once', async () => {
    const pool = await makePool();
    const { TermsId } = await makeTerms(pool);
    const rename = () =>
      adminClient().send(new UpdateTermsCommand({ UserPoolId: pool.poolId, TermsId, TermsName: 'privacy-policy' }));

    const answers = await Promise.allSettled([
      rename(),
      makeTerms(pool, { TermsName: 'privacy-policy' }),
      rename(),
      makeTerms(pool, { TermsName: 'privacy-policy' }),
    ]);

    expect(answers.filter(isDone).length).toBeGreaterThanOrEqual(1);
    const { count, terms } = await stored(pool.poolId);
    expect(count).toBe(terms);
  });

  it('leave none of a client that is deleted meanwhile', async () => {
    const { poolId } = await makePool();
    for (let round = 0; round < 4; round++) {
      const { clientId } = await makeClient(poolId);
      const remove = () =>
        adminClient().send(new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId }));

      const made = makeTerms({ poolId, clientId });
      await Promise.allSettled([made, makeTerms({ poolId, clientId }, { TermsName: 'privacy-policy' }), remove()]);
      // It may have lost to the others.
      await remove().catch(() => 'It is gone.');

      expect(await stored(poolId)).toEqual({ count: 0, terms: 0 });
    }
  });
});
