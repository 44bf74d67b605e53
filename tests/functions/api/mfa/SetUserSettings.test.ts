import { GetUserCommand, type MFAOptionType, SetUserSettingsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { aPhoneNumber, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

describe('SetUserSettings', () => {
  it('switches codes by SMS on and off, and knows nothing else', async () => {
    const pool = await makeMfaPool();
    const attributes = [{ Name: 'phone_number', Value: aPhoneNumber() }];
    const { AccessToken } = await signIn(pool, await makeUser(pool, { attributes }));
    const set = (MFAOptions: MFAOptionType[]) =>
      publicClient().send(new SetUserSettingsCommand({ AccessToken, MFAOptions }));
    const settings = async () => (await publicClient().send(new GetUserCommand({ AccessToken }))).UserMFASettingList;

    await set([{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }]);
    expect(await settings()).toEqual(['SMS_MFA']);
    await set([]);
    expect(await settings()).toBeUndefined();
    await expect(set([{ DeliveryMedium: 'EMAIL', AttributeName: 'email' }])).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'MFAOptions takes SMS to phone_number and nothing else.',
    });
  });
});
