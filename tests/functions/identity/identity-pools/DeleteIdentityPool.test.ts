import { DeleteIdentityPoolCommand, ListIdentityPoolsCommand } from '@aws-sdk/client-cognito-identity';
import { describe, expect, it } from 'vitest';
import { describeIdentityPool, identityAdmin, makeIdentityPool } from '#tests/support/identity-pools.ts';

const remove = (IdentityPoolId: string) => identityAdmin().send(new DeleteIdentityPoolCommand({ IdentityPoolId }));

describe('DeleteIdentityPool', () => {
  it('takes the pool away, and out of lists', async () => {
    const poolId = await makeIdentityPool();

    await remove(poolId);

    const refusal = { name: 'ResourceNotFoundException', message: `IdentityPool '${poolId}' not found.` };
    await expect(describeIdentityPool(poolId)).rejects.toMatchObject(refusal);
    await expect(remove(poolId)).rejects.toMatchObject(refusal);
    const { IdentityPools = [] } = await identityAdmin().send(new ListIdentityPoolsCommand({ MaxResults: 60 }));
    expect(IdentityPools.map(({ IdentityPoolId }) => IdentityPoolId)).not.toContain(poolId);
  });
});
