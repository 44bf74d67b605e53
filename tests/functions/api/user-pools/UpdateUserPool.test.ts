import {
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  InitiateAuthCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
  type UserPoolPolicyType,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';

const update = (UserPoolId: string, input: Omit<UpdateUserPoolCommandInput, 'UserPoolId'> = {}, ahead = 0) =>
  adminClient({ ahead }).send(new UpdateUserPoolCommand({ UserPoolId, ...input }));

const Policies: UserPoolPolicyType & Required<Pick<UserPoolPolicyType, 'SignInPolicy'>> = {
  PasswordPolicy: { MinimumLength: 6, TemporaryPasswordValidityDays: 3, PasswordHistorySize: 2 },
  SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] },
};

const describePool = async (UserPoolId: string) =>
  (await adminClient().send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;

describe('UpdateUserPool', () => {
  it('changes what it is given', async () => {
    const { poolId } = await makePool();

    await update(poolId, { PoolName: 'renamed', AutoVerifiedAttributes: ['email'], UserPoolTags: { a: 'b' } }, 5000);

    const pool = await describePool(poolId);
    expect(pool).toMatchObject({ Name: 'renamed', AutoVerifiedAttributes: ['email'], UserPoolTags: { a: 'b' } });
    expect(pool?.LastModifiedDate?.getTime()).toBeGreaterThan((pool?.CreationDate?.getTime() ?? 0) + 4000);
  });

  it('puts back to its default what it is not given', async () => {
    const { poolId } = await makePool({
      AutoVerifiedAttributes: ['email'],
      DeletionProtection: 'ACTIVE',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });

    await update(poolId);

    const pool = await describePool(poolId);
    expect(pool).toMatchObject({
      Name: 'test',
      DeletionProtection: 'INACTIVE',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
    });
    expect(pool?.AutoVerifiedAttributes).toBeUndefined();
  });

  it('keeps second factors, policies and the tier that it is not given', async () => {
    const { poolId } = await makePool({ Policies, UserPoolTier: 'PLUS' });
    await adminClient().send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: poolId,
        MfaConfiguration: 'OPTIONAL',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
    const kept = { Policies, MfaConfiguration: 'OPTIONAL', UserPoolTier: 'PLUS' };

    await update(poolId);
    expect(await describePool(poolId)).toMatchObject(kept);

    await update(poolId, { PoolName: 'renamed', Policies: {} });
    expect(await describePool(poolId)).toMatchObject({ ...kept, Name: 'renamed' });

    await update(poolId, { MfaConfiguration: 'OFF', UserPoolTier: 'LITE' });
    expect(await describePool(poolId)).toMatchObject({ Policies, MfaConfiguration: 'OFF', UserPoolTier: 'LITE' });
  });

  it('replaces the names of authentication levels as a whole', async () => {
    const { poolId } = await makePool({ AcrConfiguration: { Level3: { AcrValue: 'silver' } } });

    await update(poolId, { AcrConfiguration: { Level4: { AcrValue: 'gold' } } });
    expect((await describePool(poolId))?.AcrConfiguration).toMatchObject({
      Level3: { AcrValue: 'urn:cognito:loa:3' },
      Level4: { AcrValue: 'gold' },
    });

    await expect(
      update(poolId, { AcrConfiguration: { Level4: { AcrValue: 'gold' } }, UserPoolTier: 'LITE' }),
    ).rejects.toMatchObject({ name: 'FeatureUnavailableInTierException' });
    await update(poolId, { UserPoolTier: 'LITE' });
    expect((await describePool(poolId))?.AcrConfiguration).toBeUndefined();
    // The tier that stays counts.
    await expect(update(poolId, { AcrConfiguration: { Level4: { AcrValue: 'gold' } } })).rejects.toMatchObject({
      name: 'FeatureUnavailableInTierException',
    });
  });

  it('forgets the second factors where it switches them off', async () => {
    const { poolId: UserPoolId } = await makePool();
    const SoftwareTokenMfaConfiguration = { Enabled: true };
    await adminClient().send(
      new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration }),
    );

    await update(UserPoolId, { MfaConfiguration: 'OFF' });

    expect(await adminClient().send(new GetUserPoolMfaConfigCommand({ UserPoolId }))).toMatchObject({
      MfaConfiguration: 'OFF',
      SoftwareTokenMfaConfiguration: { Enabled: false },
    });
    await expect(update(UserPoolId, { MfaConfiguration: 'OPTIONAL' })).rejects.toThrow('without configuring an MFA.');
  });

  it('keeps the one policy where it is given the other', async () => {
    const { poolId } = await makePool({ Policies });

    await update(poolId, { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } } });
    expect((await describePool(poolId))?.Policies).toMatchObject({
      PasswordPolicy: Policies.PasswordPolicy,
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
    });

    await update(poolId, { Policies: { SignInPolicy: Policies.SignInPolicy } });
    await update(poolId, { Policies: { PasswordPolicy: { RequireNumbers: true } } });
    expect((await describePool(poolId))?.Policies).toMatchObject({
      PasswordPolicy: { MinimumLength: 8, RequireNumbers: true, RequireUppercase: false },
      SignInPolicy: Policies.SignInPolicy,
    });
  });

  it('goes on to ask users of the pool for the second factor', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    await adminClient().send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: pool.poolId,
        MfaConfiguration: 'ON',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
    await update(pool.poolId, { PoolName: 'renamed' });

    const begun = await adminClient({ ahead: 11_000 }).send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password },
      }),
    );

    expect(begun).toMatchObject({ ChallengeName: 'MFA_SETUP' });
  });

  it('refuses what does not go with what stays', async () => {
    const { poolId } = await makePool({
      MfaConfiguration: 'ON',
      SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' },
      Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 3 } },
    });

    await expect(update(poolId, { PoolName: 'without SMS' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: "Invalid MFA configuration given, can't turn on MFA without configuring an MFA.",
    });
    const AdminCreateUserConfig = { UnusedAccountValidityDays: 5 };
    await expect(update(poolId, { MfaConfiguration: 'OFF', AdminCreateUserConfig })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
    });
    expect(await describePool(poolId)).toMatchObject({ Name: 'test', MfaConfiguration: 'ON' });
  });

  it('keeps how names are unique, and the schema', async () => {
    const { poolId } = await makePool({
      AliasAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      Schema: [{ Name: 'plan', AttributeDataType: 'String' }],
    });
    const before = await describePool(poolId);

    await update(poolId);

    const after = await describePool(poolId);
    expect(after).toMatchObject({ AliasAttributes: ['email'], UsernameConfiguration: { CaseSensitive: false } });
    expect(after?.SchemaAttributes).toEqual(before?.SchemaAttributes);
  });

  it('lets changes at the same time come one after the other', async () => {
    const { poolId } = await makePool();

    await Promise.all([
      update(poolId, { UserPoolTags: { first: 'yes' } }),
      update(poolId, { UserPoolTags: { second: 'yes' } }),
    ]);

    expect(Object.keys((await describePool(poolId))?.UserPoolTags ?? {})).toHaveLength(1);
  });

  it('refuses what nothing would obey', async () => {
    const { poolId } = await makePool();

    const SmsConfiguration = {
      SnsCallerArn: 'arn:aws:iam::000000000000:role/sms',
      EumsSms: { CallerArn: 'arn:aws:iam::000000000000:role/sms' },
    };
    await expect(update(poolId, { SmsConfiguration })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'SmsConfiguration.EumsSms is not supported: messages go through SNS, or through a CustomSMSSender.',
    });
  });

  it('knows no pool that is not there', async () => {
    await expect(update('us-east-1_nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
