import { UntagResourceCommand } from '@aws-sdk/client-cognito-identity';
import { describe, expect, it } from 'vitest';
import {
  describeIdentityPool,
  identityAdmin,
  identityPoolArn,
  makeIdentityPool,
  unknownId,
} from '#tests/support/identity-pools.ts';

const untag = (poolId: string, TagKeys: string[]) =>
  identityAdmin().send(new UntagResourceCommand({ ResourceArn: identityPoolArn(poolId), TagKeys }));

describe('UntagResource of identity pools', () => {
  it('takes tags away by their keys, whether they are there or not', async () => {
    const poolId = await makeIdentityPool({ IdentityPoolTags: { a: '1', b: '2', c: '3' } });
    await untag(poolId, ['a', 'c', 'nothing']);
    expect((await describeIdentityPool(poolId)).IdentityPoolTags).toEqual({ b: '2' });
  });

  it('knows no pool that is not there', async () => {
    await expect(untag(unknownId(), ['a'])).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
