import {
  LookupDeveloperIdentityCommand,
  type LookupDeveloperIdentityCommandInput,
  MergeDeveloperIdentitiesCommand,
} from '@aws-sdk/client-cognito-identity';
import { describe, expect, it } from 'vitest';
import {
  developerName,
  developerToken,
  getId,
  identityAdmin,
  makeIdentityPool,
} from '#tests/support/identity-pools.ts';

const lookUp = async (IdentityPoolId: string, given: Partial<LookupDeveloperIdentityCommandInput>) => {
  const { $metadata: _, ...answer } = await identityAdmin().send(
    new LookupDeveloperIdentityCommand({ ...given, IdentityPoolId }),
  );
  return answer;
};

const makeDevelopersPool = () => makeIdentityPool({ DeveloperProviderName: developerName });

describe('LookupDeveloperIdentity', () => {
  it('finds the identity of a user and the users of an identity', async () => {
    const poolId = await makeDevelopersPool();
    const { identityId: IdentityId } = await developerToken(poolId, 'ada');
    const found = { IdentityId, DeveloperUserIdentifierList: ['ada'] };
    expect(await lookUp(poolId, { DeveloperUserIdentifier: 'ada' })).toEqual(found);
    expect(await lookUp(poolId, { IdentityId })).toEqual(found);
    expect(await lookUp(poolId, { IdentityId, DeveloperUserIdentifier: 'ada' })).toEqual(found);
    const guest = await getId(poolId);
    expect(await lookUp(poolId, { IdentityId: guest })).toMatchObject({ DeveloperUserIdentifierList: [] });
  });

  it('tells whether a user has an identity', async () => {
    const poolId = await makeDevelopersPool();
    await developerToken(poolId, 'ada');
    const { identityId: IdentityId } = await developerToken(poolId, 'bob');
    await expect(lookUp(poolId, { IdentityId, DeveloperUserIdentifier: 'ada' })).rejects.toMatchObject({
      name: 'ResourceConflictException',
    });
    await expect(lookUp(poolId, { DeveloperUserIdentifier: 'eve' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('lists the users of an identity page by page', async () => {
    const poolId = await makeDevelopersPool();
    const users = ['ada', 'bob', 'eve', 'ida'];
    for (const user of users) await developerToken(poolId, user);
    for (const SourceUserIdentifier of users.slice(1)) {
      await identityAdmin().send(
        new MergeDeveloperIdentitiesCommand({
          IdentityPoolId: poolId,
          DeveloperProviderName: developerName,
          SourceUserIdentifier,
          DestinationUserIdentifier: 'ada',
        }),
      );
    }
    const first = await lookUp(poolId, { DeveloperUserIdentifier: 'eve', MaxResults: 3 });
    expect(first.DeveloperUserIdentifierList).toEqual(['ada', 'bob', 'eve']);
    const { NextToken } = first;
    const second = await lookUp(poolId, { DeveloperUserIdentifier: 'eve', MaxResults: 3, NextToken });
    expect(second).toEqual({ IdentityId: first.IdentityId, DeveloperUserIdentifierList: ['ida'] });
    const other = (await developerToken(poolId, 'zoe')).identityId;
    await expect(lookUp(poolId, { IdentityId: other, NextToken })).rejects.toMatchObject({
      message: 'Invalid pagination token.',
    });
  });

  it('refuses to find nothing, and pools without a developer', async () => {
    await expect(lookUp(await makeDevelopersPool(), {})).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(lookUp(await makeIdentityPool(), { DeveloperUserIdentifier: 'ada' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});
