import { DescribeIdentityCommand } from '@aws-sdk/client-cognito-identity';
import { describe, expect, it } from 'vitest';
import { getId, identityAdmin, loginsOf, makePoolPair, providerOf, unknownId } from '#tests/support/identity-pools.ts';

const describeIt = (IdentityId: string) => identityAdmin().send(new DescribeIdentityCommand({ IdentityId }));

describe('DescribeIdentity', () => {
  it('names the providers of the logins, and no users', async () => {
    const pair = await makePoolPair();
    const before = Date.now();
    const IdentityId = await getId(pair.identityPoolId, await loginsOf(pair));
    const { $metadata: _, CreationDate, LastModifiedDate, ...rest } = await describeIt(IdentityId);
    expect(rest).toEqual({ IdentityId, Logins: [providerOf(pair.poolId)] });
    expect(CreationDate?.getTime()).toBeGreaterThanOrEqual(before - 1);
    expect(LastModifiedDate).toEqual(CreationDate);
  });

  it('knows no identity that is not there', async () => {
    const IdentityId = unknownId();
    await expect(describeIt(IdentityId)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Identity '${IdentityId}' not found.`,
    });
  });
});
