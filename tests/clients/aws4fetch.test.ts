import { AwsClient } from 'aws4fetch';
import { describe, expect, it } from 'vitest';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

describe('aws4fetch', () => {
  it('signs requests that are taken, though it leaves content-type out', async () => {
    const { poolId: UserPoolId } = await makePool();
    const { endpoint, region, accessKeyId, secretAccessKey } = stack();
    const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 'cognito-idp' });
    const ask = (body: object, sessionToken?: string) =>
      client.fetch(endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'AWSCognitoIdentityProviderService.DescribeUserPool',
          ...(sessionToken && { 'x-amz-security-token': sessionToken }),
        },
        body: JSON.stringify(body),
      });

    const answer = await ask({ UserPoolId });
    expect(await answer.json()).toMatchObject({ UserPool: { Id: UserPoolId } });
    expect((await ask({ UserPoolId }, 'a token of a session')).status).toBe(200);
  });
});
