import {
  type AuthFactorType,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms', ExternalId: 'pool' };

const set = (UserPoolId: string, given: Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'>) =>
  adminClient().send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...given }));

const get = async (UserPoolId: string) => {
  const { $metadata: _, ...config } = await adminClient().send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
  return config;
};

const update = (UserPoolId: string, given: Omit<UpdateUserPoolCommandInput, 'UserPoolId'>) =>
  adminClient().send(new UpdateUserPoolCommand({ UserPoolId, SmsConfiguration, ...given }));

const change = (UserPoolId: string, Change: object) => callOwn('ApplyUserPoolChange', { UserPoolId, Change });

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

  it('does not switch off and configure a factor together', async () => {
    const { poolId } = await makePool();
    const both = {
      name: 'InvalidParameterException',
      message: "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    };
    const factors = [
      { SmsMfaConfiguration: { SmsConfiguration } },
      { EmailMfaConfiguration: {} },
      { SoftwareTokenMfaConfiguration: { Enabled: true } },
    ];
    for (const factor of factors) {
      await expect(set(poolId, { MfaConfiguration: 'OFF', ...factor })).rejects.toMatchObject(both);
      // The pool is off, and stays so.
      await expect(set(poolId, factor)).rejects.toMatchObject(both);
    }
    await set(poolId, { MfaConfiguration: 'OPTIONAL', ...factors[2] });
    for (const factor of factors) {
      await expect(set(poolId, { MfaConfiguration: 'OFF', ...factor })).rejects.toMatchObject(both);
    }
    expect(await get(poolId)).toMatchObject({ MfaConfiguration: 'OPTIONAL' });

    const off = { MfaConfiguration: 'OFF', SoftwareTokenMfaConfiguration: { Enabled: false } } as const;
    await set(poolId, { ...off, WebAuthnConfiguration: { RelyingPartyId: 'example.com' } });
    expect(await get(poolId)).toEqual({ ...off, WebAuthnConfiguration: { RelyingPartyId: 'example.com' } });
  });

  it.each(['EMAIL_OTP', 'SMS_OTP'] as const)('does not require a second factor where %s is a first', async (code) => {
    const firstFactors = (...AllowedFirstAuthFactors: AuthFactorType[]) => ({
      Policies: { SignInPolicy: { AllowedFirstAuthFactors } },
    });
    const refused = {
      name: 'InvalidParameterException',
      message: 'Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled',
    };
    const app = { SoftwareTokenMfaConfiguration: { Enabled: true } };
    const byCode = firstFactors('PASSWORD', code);
    const { poolId } = await makePool({ ...byCode, SmsConfiguration });
    await expect(set(poolId, { MfaConfiguration: 'ON', ...app })).rejects.toMatchObject(refused);
    await set(poolId, { MfaConfiguration: 'OPTIONAL', ...app });
    await expect(update(poolId, { MfaConfiguration: 'ON' })).rejects.toMatchObject(refused);
    await expect(change(poolId, { MfaConfiguration: 'ON' })).rejects.toThrow(refused.message);
    await update(poolId, firstFactors('PASSWORD'));
    await set(poolId, { MfaConfiguration: 'ON' });
    await expect(update(poolId, byCode)).rejects.toMatchObject(refused);
    await expect(makePool({ MfaConfiguration: 'ON', SmsConfiguration, ...byCode })).rejects.toMatchObject(refused);
    expect(await get(poolId)).toMatchObject({ MfaConfiguration: 'ON' });
  });

  it('does not require a second factor where a passkey comes first and counts as one', async () => {
    const Policies = {
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] satisfies AuthFactorType[] },
    };
    const bySet = {
      name: 'InvalidParameterException',
      message:
        'Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first auth factor',
    };
    const byUpdate = {
      name: 'InvalidParameterException',
      message: 'WEB_AUTHN cannot be used as an auth factor when MFA is enabled if not configured for MFA.',
    };
    const on = { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } } as const;
    const single = { WebAuthnConfiguration: { FactorConfiguration: 'SINGLE_FACTOR' } } as const;
    const multi = { WebAuthnConfiguration: { FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' } } as const;
    const { poolId } = await makePool({ Policies });
    for (const passkeys of [{}, single, { WebAuthnConfiguration: { UserVerification: 'required' } } as const]) {
      await expect(set(poolId, { ...on, ...passkeys })).rejects.toMatchObject(bySet);
    }
    await set(poolId, { ...on, ...single, MfaConfiguration: 'OPTIONAL' });
    await expect(update(poolId, { MfaConfiguration: 'ON' })).rejects.toMatchObject(byUpdate);
    await expect(change(poolId, { MfaConfiguration: 'ON' })).rejects.toThrow(byUpdate.message);
    await set(poolId, { ...on, ...multi });
    await expect(set(poolId, single)).rejects.toMatchObject(bySet);

    const { poolId: other } = await makePool();
    await set(other, on);
    await expect(update(other, { Policies })).rejects.toMatchObject(byUpdate);
    await set(other, multi);
    await update(other, { Policies });
    await expect(makePool({ MfaConfiguration: 'ON', SmsConfiguration, Policies })).rejects.toMatchObject(byUpdate);
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
