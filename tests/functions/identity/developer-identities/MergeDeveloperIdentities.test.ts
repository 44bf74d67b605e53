import { MergeDeveloperIdentitiesCommand } from '@aws-sdk/client-cognito-identity';
import { describe, expect, it } from 'vitest';
import {
  describeIdentity,
  developerName,
  developerToken,
  getId,
  identityAdmin,
  loginsOf,
  makePoolPair,
  providerOf,
} from '#tests/support/identity-pools.ts';

const merge = async (IdentityPoolId: string, source: string, destination: string, provider = developerName) => {
  const { IdentityId } = await identityAdmin().send(
    new MergeDeveloperIdentitiesCommand({
      IdentityPoolId,
      DeveloperProviderName: provider,
      SourceUserIdentifier: source,
      DestinationUserIdentifier: destination,
    }),
  );
  return IdentityId;
};

describe('MergeDeveloperIdentities', () => {
  it('gives all logins of the source to the destination, and again', async () => {
    const pair = await makePoolPair({ DeveloperProviderName: developerName });
    const poolId = pair.identityPoolId;
    const logins = await loginsOf(pair);
    const source = await developerToken(poolId, 'old', { Logins: logins });
    const destination = await developerToken(poolId, 'new');

    expect(await merge(poolId, 'old', 'new')).toBe(destination.identityId);

    expect(await getId(poolId, logins)).toBe(destination.identityId);
    expect((await developerToken(poolId, 'old')).identityId).toBe(destination.identityId);
    expect((await developerToken(poolId, 'old', { IdentityId: source.identityId })).identityId).toBe(
      destination.identityId,
    );
    expect(await describeIdentity(source.identityId)).toEqual({ IdentityId: source.identityId, Logins: undefined });
    expect((await describeIdentity(destination.identityId)).Logins).toEqual([developerName, providerOf(pair.poolId)]);
    expect(await merge(poolId, 'old', 'new')).toBe(destination.identityId);
  });

  it('refuses two users of one other provider, and then nothing has changed', async () => {
    const pair = await makePoolPair({ DeveloperProviderName: developerName });
    const poolId = pair.identityPoolId;
    const source = await developerToken(poolId, 'old', { Logins: await loginsOf(pair) });
    await developerToken(poolId, 'new', { Logins: await loginsOf(pair) });
    await expect(merge(poolId, 'old', 'new')).rejects.toMatchObject({ name: 'ResourceConflictException' });
    expect((await developerToken(poolId, 'old')).identityId).toBe(source.identityId);
  });

  it('gives no identity more than twenty logins', async () => {
    const { identityPoolId: poolId } = await makePoolPair({ DeveloperProviderName: developerName });
    await developerToken(poolId, 'all');
    for (let index = 1; index <= 20; index++) {
      await developerToken(poolId, `user-${index}`);
      const merging = merge(poolId, `user-${index}`, 'all');
      if (index < 20) await merging;
      else {
        await expect(merging).rejects.toMatchObject({
          name: 'ResourceConflictException',
          message: 'An identity has 20 linked logins at most.',
        });
      }
    }
  });

  it('knows no user and no provider that are not there', async () => {
    const { identityPoolId: poolId } = await makePoolPair({ DeveloperProviderName: developerName });
    await developerToken(poolId, 'ada');
    await expect(merge(poolId, 'eve', 'ada')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(merge(poolId, 'ada', 'eve')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(merge(poolId, 'ada', 'ada', 'login.bank')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});
