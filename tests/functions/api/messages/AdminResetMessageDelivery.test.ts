import { expect, it } from 'vitest';
import { callOwn, callOwnUnsigned } from '#tests/support/own-operations.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';

it('does nothing where nothing came back, and asks for a user and a signature', async () => {
  const { poolId: UserPoolId } = await makePool();
  const { username: Username } = await makeUser({ poolId: UserPoolId });
  expect(await callOwn('AdminResetMessageDelivery', { UserPoolId, Username })).toEqual({});
  await expect(callOwn('AdminResetMessageDelivery', { UserPoolId, Username: 'nobody' })).rejects.toMatchObject({
    name: 'UserNotFoundException',
  });
  await expect(callOwnUnsigned('AdminResetMessageDelivery', { UserPoolId, Username })).rejects.toMatchObject({
    name: 'MissingAuthenticationTokenException',
  });
});
