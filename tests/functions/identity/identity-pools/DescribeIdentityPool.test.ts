import { CognitoIdentityClient, DescribeIdentityPoolCommand } from '@aws-sdk/client-cognito-identity';
import { describe, expect, it } from 'vitest';
import { describeIdentityPool, identityPoolArn, makeIdentityPool, unknownId } from '#tests/support/identity-pools.ts';
import { stack } from '#tests/support/stack.ts';
import { callWorker } from '#tests/support/workers.ts';

const clientWith = async (policy: { readonly actions: string[]; readonly pools?: string[] }) => {
  const { accessKeyId, secretAccessKey } = await callWorker('CreateAccessKey', policy);
  const { endpoint, region } = stack();
  const credentials = { accessKeyId: String(accessKeyId), secretAccessKey: String(secretAccessKey) };
  const client = new CognitoIdentityClient({ endpoint, region, credentials, maxAttempts: 1 });
  return {
    accessKeyId,
    describe: (IdentityPoolId: string) => client.send(new DescribeIdentityPoolCommand({ IdentityPoolId })),
  };
};

describe('DescribeIdentityPool', () => {
  it('describes a pool', async () => {
    const IdentityPoolId = await makeIdentityPool();
    expect(await describeIdentityPool(IdentityPoolId)).toEqual({
      IdentityPoolId,
      IdentityPoolName: 'test',
      AllowUnauthenticatedIdentities: true,
      IdentityPoolTags: {},
    });
  });

  it('knows no pool that is not there', async () => {
    const id = unknownId();
    await expect(describeIdentityPool(id)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `IdentityPool '${id}' not found.`,
    });
  });

  it('is allowed by policies that name the API with the action, on the pools that they name', async () => {
    const [own, other] = [await makeIdentityPool(), await makeIdentityPool()];
    const one = await clientWith({ actions: ['cognito-identity:Describe*'], pools: [own] });
    expect(await one.describe(own)).toMatchObject({ IdentityPoolId: own });
    await expect(one.describe(other)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:iam::000000000000:user/${one.accessKeyId} is not authorized to perform: cognito-identity:DescribeIdentityPool on resource: ${identityPoolArn(other)}`,
    });
    for (const actions of [['*'], ['cognito-identity:*']]) {
      expect(await (await clientWith({ actions })).describe(own)).toMatchObject({ IdentityPoolId: own });
    }
  });

  it('is not allowed by policies for user pools', async () => {
    const own = await makeIdentityPool();
    for (const actions of [['Describe*'], ['DescribeIdentityPool'], ['cognito-identity:List*']]) {
      await expect((await clientWith({ actions })).describe(own)).rejects.toMatchObject({
        name: 'AccessDeniedException',
      });
    }
  });
});
