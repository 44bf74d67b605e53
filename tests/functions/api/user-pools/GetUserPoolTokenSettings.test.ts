import { describe, expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

describe('GetUserPoolTokenSettings', () => {
  it('tells what holds where nothing was set: the form of Cognito', async () => {
    const { poolId: UserPoolId } = await makePool();
    expect(await callOwn('GetUserPoolTokenSettings', { UserPoolId })).toEqual({
      UserPoolId,
      AccessTokenFormat: 'COGNITO',
      TrustedIssuers: [],
    });
  });

  it('knows no pool that is not there', async () => {
    const { poolId } = await makePool();
    const UserPoolId = `${poolId.slice(0, -9)}000000000`;
    await expect(callOwn('GetUserPoolTokenSettings', { UserPoolId })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
