import { randomUUID } from 'node:crypto';
import {
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { putItems } from '#tests/support/raw-table.ts';

const describePool = async (UserPoolId: string) =>
  (await adminClient().send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;

describe('DescribeUserPool', () => {
  it('gives what the pool was made with', async () => {
    const settings = {
      Policies: {
        PasswordPolicy: { MinimumLength: 12, RequireNumbers: true, PasswordHistorySize: 3 },
      },
      DeletionProtection: 'ACTIVE',
      AutoVerifiedAttributes: ['email'],
      AliasAttributes: ['email', 'preferred_username'],
      VerificationMessageTemplate: { EmailSubject: 'Your code', EmailMessage: 'It is {####}.' },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      EmailConfiguration: { ReplyToEmailAddress: 'help@example.com' },
      SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms', ExternalId: 'one' },
      UserPoolTags: { team: 'identity' },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UsernameConfiguration: { CaseSensitive: false },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      UserPoolTier: 'LITE',
    } satisfies Partial<CreateUserPoolCommandInput>;
    const { poolId } = await makePool(settings);

    const pool = await describePool(poolId);

    const { Policies, ...others } = settings;
    expect(pool).toMatchObject({ ...others, Name: 'test' });
    expect(pool?.Policies?.PasswordPolicy).toEqual({
      ...Policies.PasswordPolicy,
      RequireUppercase: false,
      RequireLowercase: false,
      RequireSymbols: false,
      TemporaryPasswordValidityDays: 7,
    });
  });

  it('gives the very answer that making the pool gave', async () => {
    const { UserPool } = await adminClient().send(new CreateUserPoolCommand({ PoolName: 'test' }));

    expect(await describePool(UserPool?.Id ?? '')).toEqual(UserPool);
  });

  it.each<[string, Partial<CreateUserPoolCommandInput>]>([
    ['with its defaults', {}],
    [
      'with settings of every kind, those of threat protection wholly off',
      {
        Policies: { PasswordPolicy: { MinimumLength: 12, TemporaryPasswordValidityDays: 3 } },
        LambdaConfig: { PreTokenGeneration: 'arn:aws:lambda:us-east-1:000000000000:function:tokens' },
        AutoVerifiedAttributes: ['email'],
        AliasAttributes: ['email'],
        VerificationMessageTemplate: { EmailSubject: 'Your code', EmailMessage: 'It is {####}.' },
        UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
        DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
        EmailConfiguration: { ReplyToEmailAddress: 'help@example.com' },
        SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms', ExternalId: 'one' },
        UserPoolTags: { team: 'identity' },
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        UserPoolAddOns: { AdvancedSecurityMode: 'OFF', AdvancedSecurityAdditionalFlows: {} },
        UsernameConfiguration: { CaseSensitive: false },
        AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
        KeyConfiguration: { KeyType: 'AWS_OWNED_KEY' },
        IssuerConfiguration: { Type: 'UPDATED' },
        DcrConfiguration: { EnableStatus: 'Disabled', OpenDcrEnabled: false },
        UserPoolTier: 'LITE',
      },
    ],
  ])('gives settings that CreateUserPool and UpdateUserPool take: a pool %s', async (_what, settings) => {
    const { poolId } = await makePool(settings);
    const found = await describePool(poolId);
    const {
      Id: _id,
      Arn,
      Name,
      SchemaAttributes,
      CreationDate,
      LastModifiedDate,
      EstimatedNumberOfUsers,
      ...given
    } = found ?? {};

    await adminClient().send(new UpdateUserPoolCommand({ UserPoolId: poolId, PoolName: Name, ...given }));
    const { UserPool: twin } = await adminClient().send(new CreateUserPoolCommand({ PoolName: 'twin', ...given }));

    expect(await describePool(poolId)).toEqual({ ...found, LastModifiedDate: expect.any(Date) });
    expect(twin).toMatchObject(given);
  });

  it('counts the users', async () => {
    const pool = await makePool();
    await Promise.all([makeUser(pool), makeUser(pool), makeUser(pool)]);

    expect((await describePool(pool.poolId))?.EstimatedNumberOfUsers).toBe(3);
  });

  it('judges the number of many users by how densely the first ones are spread', async () => {
    const { poolId } = await makePool();
    await putItems(
      Array.from({ length: 3000 }, (_none, index) => ({
        pk: `USER#${poolId}#${index}`,
        sk: 'U#PROFILE',
        userShard: `${poolId}#0`,
        bySub: randomUUID(),
      })),
    );

    const estimate = (await describePool(poolId))?.EstimatedNumberOfUsers ?? 0;

    expect(estimate).toBeGreaterThan(2400);
    expect(estimate).toBeLessThan(3600);
  });

  it('knows no pool that is not there', async () => {
    await expect(describePool('us-east-1_nobody')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool us-east-1_nobody does not exist.',
    });
  });
});
