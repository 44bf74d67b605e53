import {
  GetGroupCommand,
  UpdateGroupCommand,
  type UpdateGroupCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeGroup } from '#tests/support/groups.ts';
import { makePool, type TestPool } from '#tests/support/pools.ts';

const update = ({ poolId }: TestPool, GroupName: string, facts: Partial<UpdateGroupCommandInput>) =>
  adminClient({ ahead: 60_000 }).send(new UpdateGroupCommand({ ...facts, UserPoolId: poolId, GroupName }));

describe('UpdateGroup', () => {
  it('changes what it is told and leaves the rest', async () => {
    const pool = await makePool();
    await makeGroup(pool, 'editors', { Description: 'They write.', Precedence: 7 });

    const { Group } = await update(pool, 'editors', { Precedence: 3 });

    const found = await adminClient().send(new GetGroupCommand({ UserPoolId: pool.poolId, GroupName: 'editors' }));
    expect(found.Group).toEqual(Group);
    expect(Group).toMatchObject({ Description: 'They write.', Precedence: 3 });
    expect(Number(Group?.LastModifiedDate)).toBeGreaterThan(Number(Group?.CreationDate));
  });

  it('knows no group that is not there', async () => {
    await expect(update(await makePool(), 'nobody', { Precedence: 3 })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Group not found.',
    });
  });
});
