import { ListIdentityPoolsCommand } from '@aws-sdk/client-cognito-identity';
import { describe, expect, it } from 'vitest';
import { identityAdmin, makeIdentityPool } from '#tests/support/identity-pools.ts';

const list = (MaxResults: number, NextToken?: string) =>
  identityAdmin().send(new ListIdentityPoolsCommand({ MaxResults, NextToken }));

describe('ListIdentityPools', () => {
  it('gives every pool once, page by page', async () => {
    const made = [await makeIdentityPool(), await makeIdentityPool(), await makeIdentityPool()];
    const found: string[] = [];
    let token: string | undefined;
    do {
      const { IdentityPools = [], NextToken } = await list(2, token);
      expect(IdentityPools.length).toBeLessThanOrEqual(2);
      for (const { IdentityPoolId = '', IdentityPoolName } of IdentityPools) {
        expect(IdentityPoolName).toBeDefined();
        found.push(IdentityPoolId);
      }
      token = NextToken;
    } while (token);
    expect(found).toEqual(expect.arrayContaining(made));
    expect(new Set(found).size).toBe(found.length);
  });

  it('refuses a token that is not its own', async () => {
    await expect(list(1, 'x')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid pagination token.',
    });
  });

  it.each([0, 61])('refuses pages of %d', async (MaxResults) => {
    await expect(list(MaxResults)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
