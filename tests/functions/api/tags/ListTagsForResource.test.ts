import {
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { callWorker } from '#tests/support/workers.ts';

const arnOf = async (UserPoolId: string): Promise<string> => {
  const { UserPool } = await adminClient().send(new DescribeUserPoolCommand({ UserPoolId }));
  return UserPool?.Arn ?? '';
};

describe('ListTagsForResource', () => {
  it('gives none of a pool that has none', async () => {
    const { poolId } = await makePool();
    const answer = await adminClient().send(new ListTagsForResourceCommand({ ResourceArn: await arnOf(poolId) }));
    expect(answer.Tags).toEqual({});
  });

  it('is allowed on the pools that the policy of the access key names', async () => {
    const [own, other] = await Promise.all([makePool(), makePool()]);
    const { accessKeyId, secretAccessKey } = await callWorker('CreateAccessKey', {
      actions: ['ListTagsForResource'],
      pools: [own.poolId],
    });
    const { endpoint, region } = stack();
    const credentials = { accessKeyId: String(accessKeyId), secretAccessKey: String(secretAccessKey) };
    const limited = new CognitoIdentityProviderClient({ endpoint, region, credentials, maxAttempts: 1 });
    const list = (ResourceArn: string) => limited.send(new ListTagsForResourceCommand({ ResourceArn }));

    expect((await list(await arnOf(own.poolId))).Tags).toEqual({});
    const others = await arnOf(other.poolId);
    await expect(list(others)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:iam::000000000000:user/${accessKeyId} is not authorized to perform: cognito-idp:ListTagsForResource on resource: ${others}`,
    });
    await expect(list(others.replace('userpool/', 'identitypool/'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});
