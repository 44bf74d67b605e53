import { UnlinkDeveloperIdentityCommand } from '@aws-sdk/client-cognito-identity';
import { describe, expect, it } from 'vitest';
import {
  describeIdentity,
  developerName,
  developerToken,
  identityAdmin,
  makeIdentityPool,
} from '#tests/support/identity-pools.ts';

const unlink = (IdentityPoolId: string, IdentityId: string, userId: string) =>
  identityAdmin().send(
    new UnlinkDeveloperIdentityCommand({
      IdentityPoolId,
      IdentityId,
      DeveloperProviderName: developerName,
      DeveloperUserIdentifier: userId,
    }),
  );

describe('UnlinkDeveloperIdentity', () => {
  it('takes a user from an identity, and the next time it is another', async () => {
    const poolId = await makeIdentityPool({ DeveloperProviderName: developerName });
    const { identityId, token } = await developerToken(poolId, 'ada');

    await unlink(poolId, identityId, 'ada');

    expect((await describeIdentity(identityId)).Logins).toBeUndefined();
    expect((await developerToken(poolId, 'ada')).identityId).not.toBe(identityId);
    await expect(
      developerToken(poolId, 'bob', { Logins: { 'cognito-identity.amazonaws.com': token } }),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('knows no user that is not there, and tells of one that has another identity', async () => {
    const poolId = await makeIdentityPool({ DeveloperProviderName: developerName });
    const [ada, bob] = [await developerToken(poolId, 'ada'), await developerToken(poolId, 'bob')];
    await expect(unlink(poolId, ada.identityId, 'eve')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(unlink(poolId, bob.identityId, 'ada')).rejects.toMatchObject({ name: 'ResourceConflictException' });
    const elsewhere = await makeIdentityPool({ DeveloperProviderName: developerName });
    await expect(unlink(elsewhere, ada.identityId, 'ada')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
