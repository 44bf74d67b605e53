import {
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';

const makeTagged = async (UserPoolTags: Record<string, string>) => {
  const { UserPool } = await adminClient().send(new CreateUserPoolCommand({ PoolName: 'tagged', UserPoolTags }));
  return { UserPoolId: UserPool?.Id ?? '', ResourceArn: UserPool?.Arn ?? '' };
};

const tag = (ResourceArn: string, Tags: Record<string, string>) =>
  adminClient().send(new TagResourceCommand({ ResourceArn, Tags }));

const tagsOf = async (ResourceArn: string) =>
  (await adminClient().send(new ListTagsForResourceCommand({ ResourceArn }))).Tags;

describe('TagResource', () => {
  it('puts tags beside those of CreateUserPool, or in place of them', async () => {
    const { UserPoolId, ResourceArn } = await makeTagged({ team: 'identity', stage: 'test' });

    await tag(ResourceArn, { stage: 'production', 'cost center': '' });

    const tags = { team: 'identity', stage: 'production', 'cost center': '' };
    expect(await tagsOf(ResourceArn)).toEqual(tags);
    const { UserPool } = await adminClient().send(new DescribeUserPoolCommand({ UserPoolId }));
    expect(UserPool?.UserPoolTags).toEqual(tags);
  });

  it('is undone by an UpdateUserPool with other tags', async () => {
    const { UserPoolId, ResourceArn } = await makeTagged({});
    await tag(ResourceArn, { a: '1' });
    await adminClient().send(new UpdateUserPoolCommand({ UserPoolId, UserPoolTags: { b: '2' } }));
    expect(await tagsOf(ResourceArn)).toEqual({ b: '2' });
  });

  it('changes nothing else of the pool', async () => {
    const { UserPool: made } = await adminClient().send(
      new CreateUserPoolCommand({
        PoolName: 'whole',
        AliasAttributes: ['email'],
        Schema: [{ Name: 'plan', AttributeDataType: 'String' }],
        Policies: { PasswordPolicy: { MinimumLength: 12 } },
      }),
    );
    await tag(made?.Arn ?? '', { a: '1' });
    const { UserPool } = await adminClient().send(new DescribeUserPoolCommand({ UserPoolId: made?.Id }));
    expect(UserPool).toEqual({ ...made, UserPoolTags: { a: '1' }, LastModifiedDate: UserPool?.LastModifiedDate });
  });

  it('loses none of the tags that are put at once', async () => {
    const { ResourceArn } = await makeTagged({});
    const keys = ['a', 'b', 'c', 'd'];
    await Promise.all(keys.map((key) => tag(ResourceArn, { [key]: key })));
    expect(await tagsOf(ResourceArn)).toEqual(Object.fromEntries(keys.map((key) => [key, key])));
  });

  it('refuses a fifty-first tag and keys that are kept for AWS', async () => {
    const { ResourceArn } = await makeTagged(
      Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key-${index}`, 'value'])),
    );
    const refusal = {
      name: 'InvalidParameterException',
      message: 'A user pool has 50 tags at most, and none whose key begins with aws:.',
    };
    await tag(ResourceArn, { 'key-0': 'another value' });
    await expect(tag(ResourceArn, { 'key-50': 'value' })).rejects.toMatchObject(refusal);
    await expect(tag(ResourceArn, { 'AWS:key': 'value' })).rejects.toMatchObject(refusal);
  });

  it('takes the keys that objects of JavaScript have, and refuses those that cannot be stored', async () => {
    const tags = { prototype: 'a', toString: 'b', hasOwnProperty: 'c' };
    const { UserPoolId, ResourceArn } = await makeTagged(tags);
    await tag(ResourceArn, { prototype: 'another' });
    const expected = { ...tags, prototype: 'another' };
    expect(await tagsOf(ResourceArn)).toEqual(expected);
    const { UserPool } = await adminClient().send(new DescribeUserPoolCommand({ UserPoolId }));
    expect(UserPool?.UserPoolTags).toEqual(expected);

    for (const key of ['__proto__', 'constructor']) {
      const Tags: Record<string, string> = JSON.parse(`{"${key}":"value"}`);
      const refusal = { name: 'InvalidParameterException', message: `No tag can have the key ${key}.` };
      await expect(tag(ResourceArn, Tags)).rejects.toMatchObject(refusal);
      await expect(makeTagged(Tags)).rejects.toMatchObject(refusal);
    }
    await expect(tag(ResourceArn, { prototype: 'v'.repeat(257) })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining("'tags.prototype'"),
    });
  });

  it('knows the ARNs of its own pools only', async () => {
    const { UserPoolId, ResourceArn } = await makeTagged({});
    const elsewhere = [
      ResourceArn.replace('us-east-1:', 'eu-west-1:'),
      ResourceArn.replace(/:\d{12}:/, ':123456789012:'),
      ResourceArn.replace(UserPoolId, 'us-east-1_000000000'),
    ];
    for (const arn of elsewhere) {
      await expect(tag(arn, { a: '1' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
    const client = ResourceArn.replace('userpool/', 'userpool/client/');
    await expect(tag(client, { a: '1' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `${client} is not the ARN of a user pool.`,
    });
    await expect(tag(UserPoolId, { a: '1' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
