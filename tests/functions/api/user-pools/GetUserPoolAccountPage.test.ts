import { expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

it('GetUserPoolAccountPage tells that the page is off, with what would hold', async () => {
  const { poolId: UserPoolId } = await makePool();
  expect(await callOwn('GetUserPoolAccountPage', { UserPoolId })).toEqual({
    UserPoolId,
    Status: 'DISABLED',
    Sections: [
      'PROFILE',
      'CONTACTS',
      'PASSWORD',
      'FACTORS',
      'RECOVERY_CODES',
      'PASSKEYS',
      'DEVICES',
      'SESSIONS',
      'LINKS',
      'TERMS',
    ],
    FreshMinutes: 10,
  });
});
