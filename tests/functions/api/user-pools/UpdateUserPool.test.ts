import {
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';

const update = (UserPoolId: string, input: Omit<UpdateUserPoolCommandInput, 'UserPoolId'> = {}, ahead = 0) =>
  adminClient({ ahead }).send(new UpdateUserPoolCommand({ UserPoolId, ...input }));

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
      Policies: { PasswordPolicy: { MinimumLength: 20 } },
      AutoVerifiedAttributes: ['email'],
      DeletionProtection: 'ACTIVE',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });

    await update(poolId);

    const pool = await describePool(poolId);
    expect(pool).toMatchObject({
      Name: 'test',
      Policies: { PasswordPolicy: { MinimumLength: 8, RequireSymbols: true } },
      DeletionProtection: 'INACTIVE',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
    });
    expect(pool?.AutoVerifiedAttributes).toBeUndefined();
  });

  it('keeps how names are unique, and the schema', async () => {
    const { poolId } = await makePool({
      AliasAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      Schema: [{ Name: 'plan' }],
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

    await expect(update(poolId, { UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'UserPoolAddOns is not supported: threat protection is not implemented yet.',
    });
  });

  it('knows no pool that is not there', async () => {
    await expect(update('us-east-1_nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
