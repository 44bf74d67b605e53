import { CreateUserPoolCommand, type CreateUserPoolCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';

const create = (input: Partial<CreateUserPoolCommandInput> = {}) =>
  adminClient().send(new CreateUserPoolCommand({ PoolName: 'test', ...input }));

const invalid = (message: string | RegExp) => ({
  name: 'InvalidParameterException',
  message: typeof message === 'string' ? message : expect.stringMatching(message),
});

const arn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

describe('CreateUserPool', () => {
  it('answers the pool with its defaults', async () => {
    const { UserPool } = await create({ PoolName: 'My pool' });

    expect(UserPool).toMatchObject({
      Id: expect.stringMatching(/^us-east-1_[A-Za-z0-9]{9}$/),
      Name: 'My pool',
      Policies: {
        PasswordPolicy: {
          MinimumLength: 8,
          RequireUppercase: true,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          TemporaryPasswordValidityDays: 7,
        },
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
      },
      DeletionProtection: 'INACTIVE',
      LambdaConfig: {},
      VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: [] },
      MfaConfiguration: 'OFF',
      EstimatedNumberOfUsers: 0,
      EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
      UserPoolTags: {},
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
      UserPoolTier: 'ESSENTIALS',
    });
    expect(UserPool?.Arn).toBe(`arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPool?.Id}`);
    expect(UserPool?.CreationDate).toEqual(UserPool?.LastModifiedDate);
    expect(Math.abs(Date.now() - (UserPool?.CreationDate?.getTime() ?? 0))).toBeLessThan(60_000);
  });

  it('gives every pool the standard attributes', async () => {
    const { UserPool } = await create();
    const schema = UserPool?.SchemaAttributes ?? [];

    expect(schema.map(({ Name }) => Name)).toEqual(
      expect.arrayContaining(['sub', 'email', 'email_verified', 'phone_number', 'birthdate', 'updated_at', 'nickname']),
    );
    expect(schema).toContainEqual({
      Name: 'sub',
      AttributeDataType: 'String',
      DeveloperOnlyAttribute: false,
      Mutable: false,
      Required: true,
      StringAttributeConstraints: { MinLength: '1', MaxLength: '2048' },
    });
    expect(schema).toContainEqual({
      Name: 'birthdate',
      AttributeDataType: 'String',
      DeveloperOnlyAttribute: false,
      Mutable: true,
      Required: false,
      StringAttributeConstraints: { MinLength: '10', MaxLength: '10' },
    });
    expect(schema).toContainEqual({
      Name: 'email_verified',
      AttributeDataType: 'Boolean',
      DeveloperOnlyAttribute: false,
      Mutable: true,
      Required: false,
    });
  });

  it('adds custom attributes and changes standard ones', async () => {
    const { UserPool } = await create({
      Schema: [
        { Name: 'email', Required: true, Mutable: false },
        {
          Name: 'plan',
          AttributeDataType: 'String',
          Mutable: false,
          StringAttributeConstraints: { MinLength: '2', MaxLength: '5' },
        },
        { Name: 'seats', AttributeDataType: 'Number', NumberAttributeConstraints: { MaxValue: '12' } },
        { Name: 'secret', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
      ],
    });
    const find = (name: string) => UserPool?.SchemaAttributes?.find(({ Name }) => Name === name);

    expect(find('email')).toMatchObject({ Required: true, Mutable: false });
    expect(find('custom:plan')).toEqual({
      Name: 'custom:plan',
      AttributeDataType: 'String',
      DeveloperOnlyAttribute: false,
      Mutable: false,
      Required: false,
      StringAttributeConstraints: { MinLength: '2', MaxLength: '5' },
    });
    expect(find('custom:seats')).toMatchObject({ Mutable: true, NumberAttributeConstraints: { MaxValue: '12' } });
    expect(find('dev:custom:secret')).toMatchObject({ DeveloperOnlyAttribute: true });
  });

  it.each([
    [
      [{ Name: 'plan', AttributeDataType: 'String' as const, Required: true }],
      'Required custom attributes are not supported currently.',
    ],
    [[{ Name: 'email', AttributeDataType: 'Number' as const }], /^You can not change AttributeDataType/],
    [[{ Name: 'sub', Mutable: true }], /sub/],
    [[{ Name: 'name' }, { Name: 'name' }], /twice/],
    [
      [{ Name: 'plan', Mutable: true }],
      'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.',
    ],
    [
      [{ Name: 'email', StringAttributeConstraints: { MinLength: '9', MaxLength: '2' } }],
      'user.email: Max length cannot be less than min length.',
    ],
    [
      [
        {
          Name: 'plan',
          AttributeDataType: 'String' as const,
          StringAttributeConstraints: { MinLength: '9', MaxLength: '2' },
        },
      ],
      'user.custom:plan: Max length cannot be less than min length.',
    ],
    [
      [
        {
          Name: 'seats',
          AttributeDataType: 'Number' as const,
          NumberAttributeConstraints: { MinValue: '9', MaxValue: '-2' },
        },
      ],
      'user.custom:seats: Max value cannot be less than min value.',
    ],
    [
      [{ Name: 'nickname', StringAttributeConstraints: { MaxLength: '2049' } }],
      'user.nickname: String attributes cannot have a length of more than 2048',
    ],
    [
      [{ Name: 'nickname', StringAttributeConstraints: { MaxLength: '100000' } }],
      'user.nickname: String attributes cannot have a length of more than 2048',
    ],
    [
      [{ Name: 'nickname', StringAttributeConstraints: { MinLength: '-1' } }],
      'Invalid StringAttributeConstraints for schema attribute nickname',
    ],
    [
      [{ Name: 'seats', AttributeDataType: 'Number' as const, NumberAttributeConstraints: { MinValue: 'x' } }],
      'Invalid NumberAttributeConstraints for schema attribute custom:seats',
    ],
    [
      [{ Name: 'plan', AttributeDataType: 'String' as const, NumberAttributeConstraints: { MinValue: '1' } }],
      /Number only/,
    ],
  ])('refuses the schema %j', async (Schema, message) => {
    await expect(create({ Schema })).rejects.toMatchObject(invalid(message));
  });

  it('names the function that changes tokens by both of its members', async () => {
    const { UserPool } = await create({ LambdaConfig: { PreTokenGeneration: arn('tokens') } });

    expect(UserPool?.LambdaConfig).toEqual({
      PreTokenGeneration: arn('tokens'),
      PreTokenGenerationConfig: { LambdaVersion: 'V1_0', LambdaArn: arn('tokens') },
    });
  });

  it.each<[Partial<CreateUserPoolCommandInput>, string | RegExp]>([
    [
      { AliasAttributes: ['email'], UsernameAttributes: ['email'] },
      'Only one of the aliasAttributes or usernameAttributes can be set in a user pool.',
    ],
    [
      {
        LambdaConfig: {
          PreTokenGeneration: arn('one'),
          PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: arn('two') },
        },
      },
      /different functions/,
    ],
    [{ EmailConfiguration: { EmailSendingAccount: 'DEVELOPER' } }, /SourceArn/],
    [
      {
        AccountRecoverySetting: {
          RecoveryMechanisms: [
            { Name: 'admin_only', Priority: 1 },
            { Name: 'verified_email', Priority: 2 },
          ],
        },
      },
      /admin_only/,
    ],
    [
      { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] } },
      /AutoVerifiedAttributes only/,
    ],
    [
      {
        Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 3 } },
        AdminCreateUserConfig: { UnusedAccountValidityDays: 9 },
      },
      /TemporaryPasswordValidityDays/,
    ],
  ])('refuses settings that contradict each other: %j', async (settings, message) => {
    await expect(create(settings)).rejects.toMatchObject(invalid(message));
  });

  it.each<CreateUserPoolCommandInput['UserPoolAddOns']>([
    { AdvancedSecurityMode: 'OFF' },
    { AdvancedSecurityMode: 'AUDIT' },
    { AdvancedSecurityMode: 'ENFORCED', AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'AUDIT' } },
    { AdvancedSecurityMode: 'OFF', AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'ENFORCED' } },
  ])('keeps how it is protected: %j', async (UserPoolAddOns) => {
    const { UserPool } = await create({ UserPoolAddOns });

    expect(UserPool?.UserPoolAddOns).toEqual(UserPoolAddOns);
  });

  it.each<[string, CreateUserPoolCommandInput['Policies']]>([
    ['PASSWORD must be one of AllowedFirstAuthFactors.', { SignInPolicy: { AllowedFirstAuthFactors: ['WEB_AUTHN'] } }],
    [
      'SOFTWARE_TOKEN is a second factor and can not be one of AllowedFirstAuthFactors.',
      { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'SOFTWARE_TOKEN'] } },
    ],
  ])('knows that %s', async (message, Policies) => {
    await expect(create({ Policies })).rejects.toMatchObject(invalid(message));
  });

  it('takes settings that switch off what is not there', async () => {
    const { UserPool } = await create({
      MfaConfiguration: 'OFF',
      UserPoolAddOns: { AdvancedSecurityMode: 'OFF' },
      IssuerConfiguration: { Type: 'ORIGINAL' },
    });

    expect(UserPool?.UserPoolAddOns).toEqual({ AdvancedSecurityMode: 'OFF' });
  });

  it('answers the names of all authentication levels where it is given some', async () => {
    const named = await create({ AcrConfiguration: { Level2: { AcrValue: 'silver' }, Level4: { AcrValue: 'gold' } } });
    expect(named.UserPool?.AcrConfiguration).toEqual({
      Level1: { AcrValue: 'urn:cognito:loa:1' },
      Level2: { AcrValue: 'silver' },
      Level3: { AcrValue: 'urn:cognito:loa:3' },
      Level4: { AcrValue: 'gold' },
    });
    // By renaming a level, its former name becomes free for another one.
    const renamed = { Level1: { AcrValue: 'urn:cognito:loa:2' }, Level2: { AcrValue: 'x'.repeat(64) } };
    expect((await create({ AcrConfiguration: renamed })).UserPool?.AcrConfiguration).toMatchObject(renamed);
    const unnamed = await create({ AcrConfiguration: {}, UserPoolTier: 'LITE' });
    expect(unnamed.UserPool?.AcrConfiguration).toBeUndefined();
  });

  it.each<[string, CreateUserPoolCommandInput['AcrConfiguration']]>([
    ['the same name twice', { Level1: { AcrValue: 'gold' }, Level4: { AcrValue: 'gold' } }],
    ['the name of a level that has no other', { Level1: { AcrValue: 'urn:cognito:loa:4' } }],
    ['a fifth level', { Level5: { AcrValue: 'gold' } }],
    ['a key with more in it', { '\nLevel1': { AcrValue: 'gold' } }],
    ['no name', { Level1: { AcrValue: '' } }],
    ['a name that is too long', { Level1: { AcrValue: 'x'.repeat(65) } }],
    ['a name with a space', { Level1: { AcrValue: 'very good' } }],
    ['a name with a quotation mark', { Level1: { AcrValue: 'very"good' } }],
    ['a name with a backslash', { Level1: { AcrValue: 'very\\good' } }],
    ['no object', { Level1: { AcrValue: undefined } }],
  ])('refuses authentication levels with %s', async (_what, AcrConfiguration) => {
    await expect(create({ AcrConfiguration })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('refuses names of authentication levels in the tier that has none', async () => {
    const AcrConfiguration = { Level4: { AcrValue: 'gold' } };
    await expect(create({ AcrConfiguration, UserPoolTier: 'LITE' })).rejects.toMatchObject({
      name: 'FeatureUnavailableInTierException',
      message: 'AcrConfiguration is not available in the tier LITE.',
    });
    for (const UserPoolTier of ['ESSENTIALS', 'PLUS'] as const) await create({ AcrConfiguration, UserPoolTier });
  });

  it('tells what is wrong with a value', async () => {
    await expect(create({ Policies: { PasswordPolicy: { MinimumLength: 5 } } })).rejects.toMatchObject(
      invalid(
        "1 validation error detected: Value '5' at 'policies.passwordPolicy.minimumLength' failed to satisfy constraint: Member must have value greater than or equal to 6",
      ),
    );
  });

  it('is for holders of an access key', async () => {
    await expect(publicClient().send(new CreateUserPoolCommand({ PoolName: 'test' }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });
});
