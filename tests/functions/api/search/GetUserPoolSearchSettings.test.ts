import { describe, expect, it } from 'vitest';
import { makePool } from '#tests/support/pools.ts';
import { makeSearchable, searchSettings, setSearchable } from '#tests/support/user-search.ts';

describe('GetUserPoolSearchSettings', () => {
  it('tells what a pool has indexed of its own accord: nothing, unless it was told to', async () => {
    const { poolId } = await makePool();
    expect(await searchSettings(poolId)).toEqual({ UserPoolId: poolId, SearchableAttributes: [] });
  });

  it('tells which indexes know all users', async () => {
    const { poolId } = await makePool();
    await makeSearchable(poolId, ['nickname', 'updated']);
    expect(await searchSettings(poolId)).toEqual({
      UserPoolId: poolId,
      SearchableAttributes: [
        { Attribute: 'nickname', Status: 'Ready' },
        { Attribute: 'updated', Status: 'Ready' },
      ],
    });
  });

  it('tells what a change says, too', async () => {
    const { poolId } = await makePool();
    await makeSearchable(poolId, ['nickname']);
    expect(await setSearchable(poolId, ['nickname'])).toEqual(await searchSettings(poolId));
  });

  it('knows no pool that is not there', async () => {
    await expect(searchSettings('us-east-1_nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
