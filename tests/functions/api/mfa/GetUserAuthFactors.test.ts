import { GetUserAuthFactorsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { makeTotpPool, makeTotpUser } from '#tests/support/totp.ts';

describe('GetUserAuthFactors', () => {
  it('tells what the bearer can begin a sign-in with', async () => {
    const pool = await makePool({
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] } },
    });
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);
    const factors = await publicClient().send(new GetUserAuthFactorsCommand({ AccessToken }));
    expect(factors).toMatchObject({
      Username: user.username,
      ConfiguredUserAuthFactors: ['PASSWORD', 'EMAIL_OTP'],
    });
    expect(factors.UserMFASettingList).toBeUndefined();
  });

  it('tells of the app and of the second factors that are on', async () => {
    const { username, AccessToken } = await makeTotpUser(await makeTotpPool());
    expect(await publicClient().send(new GetUserAuthFactorsCommand({ AccessToken }))).toMatchObject({
      Username: username,
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
      ConfiguredUserAuthFactors: ['PASSWORD', 'SOFTWARE_TOKEN'],
    });
  });
});
