import { SetUserPoolMfaConfigCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' };

const strictPool = async (): Promise<string> => {
  const { poolId: UserPoolId } = await makePool({ MfaConfiguration: 'ON', SmsConfiguration });
  await callOwn('SetUserPoolCompatibility', { UserPoolId, Strict: true });
  return UserPoolId;
};

describe('a strict pool', () => {
  it('says so', async () => {
    const UserPoolId = await strictPool();
    const get = () => callOwn('GetUserPoolCompatibility', { UserPoolId });
    expect(await get()).toEqual({ UserPoolId, Strict: true });
    await callOwn('SetUserPoolCompatibility', { UserPoolId, Strict: false });
    expect(await get()).toEqual({ UserPoolId, Strict: false });
  });

  it('refuses what Cognito does', async () => {
    const UserPoolId = await strictPool();
    const AliasAttributes = ['email'];
    const message = 'The user pool keeps to what Cognito allows: see SetUserPoolCompatibility.';
    await expect(callOwn('ApplyUserPoolChange', { UserPoolId, Change: { AliasAttributes } })).rejects.toThrow(message);
    const admin = adminClient();
    const off = 'MFA can not be turned off in a user pool that requires it.';
    await expect(admin.send(new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: 'OFF' }))).rejects.toThrow(
      off,
    );
    await expect(
      admin.send(new UpdateUserPoolCommand({ UserPoolId, MfaConfiguration: 'OFF', SmsConfiguration })),
    ).rejects.toThrow(off);
    await expect(
      admin.send(new UpdateUserPoolCommand({ UserPoolId, MfaConfiguration: 'OPTIONAL', SmsConfiguration })),
    ).resolves.toBeDefined();
  });
});
