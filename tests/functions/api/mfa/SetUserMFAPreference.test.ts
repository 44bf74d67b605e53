import {
  GetUserCommand,
  SetUserMFAPreferenceCommand,
  type SetUserMFAPreferenceCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { aPhoneNumber, makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const withPhone = () => [{ Name: 'phone_number', Value: aPhoneNumber() }];

const signedIn = async (pool: TestPool, attributes = withPhone()) => {
  const { AccessToken } = await signIn(pool, await makeUser(pool, { attributes }));
  const set = (wishes: Omit<SetUserMFAPreferenceCommandInput, 'AccessToken'>) =>
    publicClient().send(new SetUserMFAPreferenceCommand({ AccessToken, ...wishes }));
  const get = async () => {
    const { UserMFASettingList, PreferredMfaSetting, MFAOptions } = await publicClient().send(
      new GetUserCommand({ AccessToken }),
    );
    return { UserMFASettingList, PreferredMfaSetting, MFAOptions };
  };
  return { set, get };
};

describe('SetUserMFAPreference', () => {
  it('switches factors on and off, and GetUser tells', async () => {
    const { set, get } = await signedIn(await makeMfaPool());
    await set({
      SMSMfaSettings: { Enabled: true, PreferredMfa: true },
      EmailMfaSettings: { Enabled: true },
    });
    expect(await get()).toEqual({
      UserMFASettingList: ['SMS_MFA', 'EMAIL_OTP'],
      PreferredMfaSetting: 'SMS_MFA',
      MFAOptions: [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }],
    });
    await set({ EmailMfaSettings: { Enabled: true, PreferredMfa: true } });
    expect(await get()).toMatchObject({ PreferredMfaSetting: 'EMAIL_OTP' });
    await set({ SMSMfaSettings: { Enabled: false }, EmailMfaSettings: { PreferredMfa: false } });
    expect(await get()).toEqual({
      UserMFASettingList: ['EMAIL_OTP'],
      PreferredMfaSetting: undefined,
      MFAOptions: undefined,
    });
  });

  it.each<[string, Omit<SetUserMFAPreferenceCommandInput, 'AccessToken'>, string]>([
    [
      'an app that was not verified',
      { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } },
      'User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA',
    ],
    [
      'an app that was not verified, though it is not to be preferred',
      { SoftwareTokenMfaSettings: { Enabled: true } },
      'User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA',
    ],
    [
      'to prefer an app that was not verified',
      { SoftwareTokenMfaSettings: { PreferredMfa: true } },
      'User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA',
    ],
    [
      'SMS to nowhere',
      { SMSMfaSettings: { Enabled: true } },
      'User does not have delivery config set to turn on SMS_MFA',
    ],
    [
      'two preferred factors',
      {
        SMSMfaSettings: { Enabled: true, PreferredMfa: true },
        EmailMfaSettings: { Enabled: true, PreferredMfa: true },
      },
      'Only one MFA can be preferred.',
    ],
    [
      'a preferred factor that is off',
      { EmailMfaSettings: { Enabled: false, PreferredMfa: true } },
      'EMAIL_OTP can not be preferred without being enabled.',
    ],
    [
      'passkeys as a second factor of one user',
      { WebAuthnMfaSettings: { Enabled: true } },
      'WebAuthnMfaSettings follows the FactorConfiguration of the user pool.',
    ],
  ])('refuses %s', async (_what, wishes, message) => {
    const { set, get } = await signedIn(await makeMfaPool(), []);
    await expect(set(wishes)).rejects.toMatchObject({ name: 'InvalidParameterException', message });
    expect((await get()).UserMFASettingList).toBeUndefined();
  });

  it('refuses a factor that the pool does not offer', async () => {
    const { set } = await signedIn(await makePool());
    await expect(set({ SMSMfaSettings: { Enabled: true } })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'SMS_MFA is not enabled for the user pool.',
    });
  });
});
