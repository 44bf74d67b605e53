import { expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

it('tells what is set, and nothing else', async () => {
  const { poolId: UserPoolId, clientId: ClientId } = await makePool();
  expect(await callOwn('GetMessageBranding', { UserPoolId })).toEqual({ UserPoolId });
  await callOwn('SetMessageBranding', { UserPoolId, Color: '#AABBCC', Designed: true });
  expect(await callOwn('GetMessageBranding', { UserPoolId })).toEqual({ UserPoolId, Color: '#aabbcc', Designed: true });
  expect(await callOwn('GetMessageBranding', { UserPoolId, ClientId })).toEqual({ UserPoolId, ClientId });
  await expect(callOwn('GetMessageBranding', { UserPoolId, ClientId: 'nobody' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});
