import { ListTagsForResourceCommand, TagResourceCommand } from '@aws-sdk/client-cognito-identity';
import { TagResourceCommand as UserPoolTagResourceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import {
  describeIdentityPool,
  identityAdmin,
  identityPoolArn,
  makeIdentityPool,
  unknownId,
} from '#tests/support/identity-pools.ts';

const tag = (ResourceArn: string, Tags: Record<string, string>) =>
  identityAdmin().send(new TagResourceCommand({ ResourceArn, Tags }));

describe('TagResource of identity pools', () => {
  it('puts tags beside those of CreateIdentityPool, or in place of them', async () => {
    const poolId = await makeIdentityPool({ IdentityPoolTags: { team: 'identity', stage: 'test' } });

    await tag(identityPoolArn(poolId), { stage: 'production', 'cost center': '' });

    const tags = { team: 'identity', stage: 'production', 'cost center': '' };
    expect((await describeIdentityPool(poolId)).IdentityPoolTags).toEqual(tags);
    const { Tags } = await identityAdmin().send(
      new ListTagsForResourceCommand({ ResourceArn: identityPoolArn(poolId) }),
    );
    expect(Tags).toEqual(tags);
  });

  it('loses none of the tags that are put at once', async () => {
    const poolId = await makeIdentityPool();
    const keys = ['a', 'b', 'c', 'd'];
    await Promise.all(keys.map((key) => tag(identityPoolArn(poolId), { [key]: key })));
    const all = Object.fromEntries(keys.map((key) => [key, key]));
    expect((await describeIdentityPool(poolId)).IdentityPoolTags).toEqual(all);
  });

  it('refuses keys that are kept for AWS, and those that cannot be stored', async () => {
    const arn = identityPoolArn(await makeIdentityPool());
    await expect(tag(arn, { 'aws:key': 'value' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'An identity pool has 50 tags at most, and none whose key begins with aws:.',
    });
    await expect(tag(arn, JSON.parse('{"__proto__":"value"}'))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('knows the ARNs of its own identity pools only, and user pools those of user pools', async () => {
    const poolId = await makeIdentityPool();
    const arn = identityPoolArn(poolId);
    for (const elsewhere of [arn.replace(':000000000000:', ':123456789012:'), identityPoolArn(unknownId())]) {
      await expect(tag(elsewhere, { a: '1' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
    const userPool = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_aaaaaaaaa';
    await expect(tag(userPool, { a: '1' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `${userPool} is not the ARN of an identity pool.`,
    });
    const asUserPool = new UserPoolTagResourceCommand({ ResourceArn: arn, Tags: { a: '1' } });
    await expect(adminClient().send(asUserPool)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
