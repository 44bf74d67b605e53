import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';

const list = (MaxResults: number, NextToken?: string) =>
  adminClient().send(new ListUserPoolsCommand({ MaxResults, NextToken }));

describe('ListUserPools', () => {
  it('gives every pool once, page by page', async () => {
    const made = await Promise.all([makePool(), makePool(), makePool()]);

    const seen: (string | undefined)[] = [];
    let token: string | undefined;
    do {
      const { UserPools = [], NextToken } = await list(20, token);
      expect(UserPools.length).toBeLessThanOrEqual(20);
      seen.push(...UserPools.map(({ Id }) => Id));
      token = NextToken;
    } while (token);

    expect(seen).toEqual(expect.arrayContaining(made.map(({ poolId }) => poolId)));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('says of a pool what it is called and when it was made', async () => {
    const { poolId } = await makePool({ PoolName: 'listed' });

    let found: object | undefined;
    let token: string | undefined;
    do {
      const { UserPools = [], NextToken } = await list(60, token);
      found ??= UserPools.find(({ Id }) => Id === poolId);
      token = NextToken;
    } while (token);

    expect(found).toEqual({
      Id: poolId,
      Name: 'listed',
      LambdaConfig: {},
      CreationDate: expect.any(Date),
      LastModifiedDate: expect.any(Date),
    });
  });

  it('refuses a token that it did not give', async () => {
    await expect(list(10, 'bm90IG9mIG91cnM')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid pagination token.',
    });
  });

  it('gives sixty at most', async () => {
    await expect(list(61)).rejects.toMatchObject({
      message:
        "1 validation error detected: Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 60",
    });
  });
});
