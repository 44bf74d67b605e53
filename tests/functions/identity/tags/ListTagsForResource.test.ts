import { ListTagsForResourceCommand } from '@aws-sdk/client-cognito-identity';
import { describe, expect, it } from 'vitest';
import { identityAdmin, identityPoolArn, makeIdentityPool } from '#tests/support/identity-pools.ts';

const list = (ResourceArn: string) => identityAdmin().send(new ListTagsForResourceCommand({ ResourceArn }));

describe('ListTagsForResource of identity pools', () => {
  it('gives the tags of a pool, or none', async () => {
    expect((await list(identityPoolArn(await makeIdentityPool()))).Tags).toEqual({});
    const tagged = await makeIdentityPool({ IdentityPoolTags: { a: '1' } });
    expect((await list(identityPoolArn(tagged))).Tags).toEqual({ a: '1' });
  });

  it('refuses the ARN of something else', async () => {
    await expect(list('arn:aws:iam::000000000000:role/somebody')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'arn:aws:iam::000000000000:role/somebody is not the ARN of an identity pool.',
    });
  });
});
