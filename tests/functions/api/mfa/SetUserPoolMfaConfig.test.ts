import {
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';

const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms', ExternalId: 'pool' };

const set = (UserPoolId: string, given: Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'>) =>
  adminClient().send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...given }));

const get = async (UserPoolId: string) => {
  const { $metadata: _, ...config } = await adminClient().send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
  return config;
};

const nothingToAsk = {
  name: 'InvalidParameterException',
  message: "Invalid MFA configuration given, can't turn on MFA without configuring an MFA.",
};

describe('SetUserPoolMfaConfig', () => {
  it('starts from a pool that asks for no second factor', async () => {
    const { poolId } = await makePool();
    expect(await get(poolId)).toEqual({
      MfaConfiguration: 'OFF',
      SoftwareTokenMfaConfiguration: { Enabled: false },
    });
  });

  it('keeps every part of the configuration, and answers it', async () => {
    const { poolId } = await makePool();
    const given = {
      MfaConfiguration: 'ON',
      SmsMfaConfiguration: { SmsAuthenticationMessage: 'Type {####} now.', SmsConfiguration },
      SoftwareTokenMfaConfiguration: { Enabled: true },
      EmailMfaConfiguration: { Message: 'Your code is {####}.', Subject: 'A code' },
      WebAuthnConfiguration: {
        RelyingPartyId: 'example.com',
        UserVerification: 'required',
        FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
      },
    } as const;
    const { $metadata: _, ...answered } = await set(poolId, given);
    expect(answered).toEqual(given);
    expect(await get(poolId)).toEqual(given);
    const { UserPool } = await adminClient().send(new DescribeUserPoolCommand({ UserPoolId: poolId }));
    expect(UserPool).toMatchObject({ MfaConfiguration: 'ON', SmsConfiguration });
  });

  it('leaves alone what is not given, and forgets the factors when it is switched off', async () => {
    const { poolId } = await makePool();
    await set(poolId, { MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } });
    await set(poolId, { WebAuthnConfiguration: { RelyingPartyId: 'example.org' } });
    expect(await get(poolId)).toEqual({
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      WebAuthnConfiguration: { RelyingPartyId: 'example.org' },
    });
    await set(poolId, { MfaConfiguration: 'OFF' });
    expect(await get(poolId)).toMatchObject({
      MfaConfiguration: 'OFF',
      SoftwareTokenMfaConfiguration: { Enabled: false },
    });
  });

  it('refuses to ask for a second factor where there is none to ask for', async () => {
    const { poolId } = await makePool();
    await expect(set(poolId, { MfaConfiguration: 'ON' })).rejects.toMatchObject(nothingToAsk);
    await expect(
      adminClient().send(new CreateUserPoolCommand({ PoolName: 'test', MfaConfiguration: 'OPTIONAL' })),
    ).rejects.toMatchObject(nothingToAsk);
    await set(poolId, { MfaConfiguration: 'ON', SmsMfaConfiguration: { SmsConfiguration } });
    await expect(
      adminClient().send(new UpdateUserPoolCommand({ UserPoolId: poolId, MfaConfiguration: 'ON' })),
    ).rejects.toMatchObject(nothingToAsk);
  });

  it('is what a pool made with SMS has from the beginning', async () => {
    const { poolId } = await makePool({ MfaConfiguration: 'ON', SmsConfiguration });
    expect(await get(poolId)).toMatchObject({
      MfaConfiguration: 'ON',
      SmsMfaConfiguration: { SmsConfiguration },
    });
  });

  it('asks for the factors that it names alone, where the pool sends other things by SMS', async () => {
    const { poolId } = await makePool({ SmsConfiguration });
    const SoftwareTokenMfaConfiguration = { Enabled: true };
    const appsOnly = { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration } as const;
    await set(poolId, appsOnly);
    expect(await get(poolId)).toEqual(appsOnly);
    const { UserPool } = await adminClient().send(new DescribeUserPoolCommand({ UserPoolId: poolId }));
    expect(UserPool).toMatchObject({ SmsConfiguration });
    await set(poolId, { SmsMfaConfiguration: { SmsConfiguration } });
    expect(await get(poolId)).toEqual({ ...appsOnly, SmsMfaConfiguration: { SmsConfiguration } });
    await set(poolId, { MfaConfiguration: 'OFF' });
    await set(poolId, appsOnly);
    expect(await get(poolId)).toEqual(appsOnly);
  });

  it('refuses a message without a place for the code, and a pool that is not there', async () => {
    const { poolId } = await makePool();
    await expect(set(poolId, { EmailMfaConfiguration: { Message: 'There is no code.' } })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(set(`${poolId.slice(0, -9)}000000000`, {})).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
