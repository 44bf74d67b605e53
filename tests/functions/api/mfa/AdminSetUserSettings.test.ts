import { AdminGetUserCommand, AdminSetUserSettingsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { aPhoneNumber, makeUser } from '#tests/support/pools.ts';

const MFAOptions = [{ DeliveryMedium: 'SMS' as const, AttributeName: 'phone_number' }];

describe('AdminSetUserSettings', () => {
  it('switches codes by SMS on for a user', async () => {
    const { poolId } = await makeMfaPool();
    const { username } = await makeUser({ poolId }, { attributes: [{ Name: 'phone_number', Value: aPhoneNumber() }] });
    await adminClient().send(new AdminSetUserSettingsCommand({ UserPoolId: poolId, Username: username, MFAOptions }));
    const user = await adminClient().send(new AdminGetUserCommand({ UserPoolId: poolId, Username: username }));
    expect(user).toMatchObject({ MFAOptions, UserMFASettingList: ['SMS_MFA'] });
  });

  it('refuses SMS to nowhere, and a user who is not there', async () => {
    const { poolId } = await makeMfaPool();
    const { username } = await makeUser({ poolId });
    const set = (Username: string) =>
      adminClient().send(new AdminSetUserSettingsCommand({ UserPoolId: poolId, Username, MFAOptions }));
    await expect(set(username)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(set('nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
