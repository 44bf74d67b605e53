import { GetGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeGroup } from '#tests/support/groups.ts';
import { makePool } from '#tests/support/pools.ts';

const get = (UserPoolId: string, GroupName: string) =>
  adminClient().send(new GetGroupCommand({ UserPoolId, GroupName }));

describe('GetGroup', () => {
  it('gives the group', async () => {
    const pool = await makePool();
    await makeGroup(pool, 'editors', { Description: 'They write.', Precedence: 7 });

    const { Group } = await get(pool.poolId, 'editors');

    expect(Group).toMatchObject({
      GroupName: 'editors',
      UserPoolId: pool.poolId,
      Description: 'They write.',
      Precedence: 7,
    });
  });

  it('knows no group that is not there, or is another pool’s', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    await makeGroup(other, 'editors');

    await expect(get(pool.poolId, 'editors')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Group not found.',
    });
  });
});
