import {
  CreateUserPoolCommand,
  ListTagsForResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';

describe('UntagResource', () => {
  it('takes tags away by their keys, whether they are there or not', async () => {
    const { UserPool } = await adminClient().send(
      new CreateUserPoolCommand({ PoolName: 'tagged', UserPoolTags: { a: '1', b: '2', c: '3' } }),
    );
    const ResourceArn = UserPool?.Arn;

    await adminClient().send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a', 'c', 'nothing'] }));

    const { Tags } = await adminClient().send(new ListTagsForResourceCommand({ ResourceArn }));
    expect(Tags).toEqual({ b: '2' });
  });

  it('knows no pool that is not there', async () => {
    const ResourceArn = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_000000000';
    await expect(adminClient().send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
