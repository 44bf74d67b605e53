import {
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  type CreateGroupCommandInput,
  DeleteGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';
import { putItems } from '#tests/support/raw-table.ts';
import { stack } from '#tests/support/stack.ts';
import { callWorker } from '#tests/support/workers.ts';

const create = (UserPoolId: string, GroupName: string, facts: Partial<CreateGroupCommandInput> = {}) =>
  adminClient().send(new CreateGroupCommand({ ...facts, UserPoolId, GroupName }));

describe('CreateGroup', () => {
  it('gives the group that it made', async () => {
    const { poolId } = await makePool();
    const facts = { Description: 'They write.', RoleArn: 'arn:aws:iam::123456789012:role/editor', Precedence: 0 };

    const { Group } = await create(poolId, 'editors', facts);

    expect(Group).toEqual({
      ...facts,
      GroupName: 'editors',
      UserPoolId: poolId,
      CreationDate: expect.any(Date),
      LastModifiedDate: expect.any(Date),
    });
  });

  it('leaves out what the request did', async () => {
    const { poolId } = await makePool();
    const { Group } = await create(poolId, 'editors');
    for (const member of ['Description', 'RoleArn', 'Precedence']) expect(Group).not.toHaveProperty(member);
  });

  it('refuses a name that is taken, and tells cases apart', async () => {
    const { poolId } = await makePool();
    await create(poolId, 'editors');

    await expect(create(poolId, 'editors')).rejects.toMatchObject({
      name: 'GroupExistsException',
      message: 'A group with the name already exists.',
    });
    await expect(create(poolId, 'Editors')).resolves.toBeDefined();
  });

  it.each([
    ['a precedence below zero', { Precedence: -1 }],
    ['no ARN', { RoleArn: 'not-an-arn-of-any-role' }],
    ['a long description', { Description: 'x'.repeat(2049) }],
  ])('refuses %s', async (_what, facts) => {
    const { poolId } = await makePool();
    await expect(create(poolId, 'editors', facts)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it.each([2 ** 31, 2 ** 53, 1e300, 0.5])('knows no precedence of %d', async (Precedence) => {
    const { poolId } = await makePool();
    await expect(create(poolId, 'editors', { Precedence })).rejects.toMatchObject({ name: 'SerializationException' });
  });

  it('makes 10,000 groups of a pool at most', async () => {
    const { poolId } = await makePool();
    await create(poolId, 'first');
    await putItems([{ pk: `GROUPS#${poolId}`, sk: 'COUNT', type: 'GroupCount', count: 9_999 }]);

    await create(poolId, 'last');

    await expect(create(poolId, 'one too many')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(create(poolId, 'one-too-many')).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'A user pool has 10000 groups at most.',
    });
  });

  it('is for access keys whose policy allows it, on the pool that it names', async () => {
    const [mine, other] = [await makePool(), await makePool()];
    const { accessKeyId, secretAccessKey } = await callWorker('CreateAccessKey', {
      actions: ['CreateGroup'],
      pools: [mine.poolId],
    });
    const { endpoint, region } = stack();
    const credentials = { accessKeyId: String(accessKeyId), secretAccessKey: String(secretAccessKey) };
    const client = new CognitoIdentityProviderClient({ endpoint, region, maxAttempts: 1, credentials });
    const group = { UserPoolId: mine.poolId, GroupName: 'editors' };

    await expect(client.send(new CreateGroupCommand(group))).resolves.toBeDefined();
    for (const command of [
      new CreateGroupCommand({ ...group, UserPoolId: other.poolId }),
      new DeleteGroupCommand(group),
    ]) {
      await expect(client.send(command)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    }
  });

  it('knows no pool that is not there', async () => {
    await expect(create('us-east-1_nobody', 'editors')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
