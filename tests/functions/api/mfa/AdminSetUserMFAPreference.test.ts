import { AdminGetUserCommand, AdminSetUserMFAPreferenceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { makeUser } from '#tests/support/pools.ts';

describe('AdminSetUserMFAPreference', () => {
  it('switches a factor on for a user, and AdminGetUser tells', async () => {
    const { poolId } = await makeMfaPool();
    const { username } = await makeUser({ poolId });
    await adminClient().send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: poolId,
        Username: username,
        EmailMfaSettings: { Enabled: true, PreferredMfa: true },
      }),
    );
    const user = await adminClient().send(new AdminGetUserCommand({ UserPoolId: poolId, Username: username }));
    expect(user).toMatchObject({ UserMFASettingList: ['EMAIL_OTP'], PreferredMfaSetting: 'EMAIL_OTP' });
  });

  it('refuses a factor that the user has no use of, and a user who is not there', async () => {
    const { poolId } = await makeMfaPool();
    const { username } = await makeUser({ poolId });
    const enable = (Username: string, member = 'SMSMfaSettings') =>
      adminClient().send(
        new AdminSetUserMFAPreferenceCommand({
          UserPoolId: poolId,
          Username,
          [member]: { Enabled: true, PreferredMfa: true },
        }),
      );
    await expect(enable(username)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User does not have delivery config set to turn on SMS_MFA',
    });
    await expect(enable(username, 'SoftwareTokenMfaSettings')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA',
    });
    await expect(enable('nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
