import { describe, expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { applyChange, type ChangeAnswer } from '#tests/support/pool-changes.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';

describe('DescribeUserPoolChange', () => {
  it('pages through those who stand in the way', async () => {
    const pool = await makePool();
    const users = [await makeUser(pool), await makeUser(pool), await makeUser(pool)];
    await applyChange(pool.poolId, { RequiredAttributes: ['name'] });
    const found: string[] = [];
    let NextToken: string | undefined;
    do {
      const page: ChangeAnswer = await callOwn('DescribeUserPoolChange', {
        UserPoolId: pool.poolId,
        Limit: 2,
        ...(NextToken && { NextToken }),
      });
      expect(page.Change).toMatchObject({
        Status: 'BLOCKED',
        Requested: { RequiredAttributes: ['name'] },
        ExistingUsers: 'MUST_FIT',
        UsersObstructed: 3,
      });
      found.push(...(page.Obstacles ?? []).map(({ Username }) => Username));
      NextToken = page.NextToken;
    } while (NextToken);
    expect(found.sort()).toEqual(users.map(({ username }) => username).sort());
  });

  it('knows no pool that is not there', async () => {
    await expect(callOwn('DescribeUserPoolChange', { UserPoolId: 'us-east-1_nothing' })).rejects.toThrow(
      'User pool us-east-1_nothing does not exist.',
    );
  });
});
