import { AdminGetUserAuthFactorsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';

describe('AdminGetUserAuthFactors', () => {
  it('tells what a user can begin a sign-in with, and knows nobody else', async () => {
    const { poolId } = await makePool({
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
    });
    const { username } = await makeUser({ poolId });
    const factors = (Username: string) =>
      adminClient().send(new AdminGetUserAuthFactorsCommand({ UserPoolId: poolId, Username }));
    expect(await factors(username)).toMatchObject({
      Username: username,
      ConfiguredUserAuthFactors: ['PASSWORD', 'EMAIL_OTP'],
    });
    await expect(factors('nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
