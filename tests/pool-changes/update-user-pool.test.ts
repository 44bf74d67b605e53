import { DescribeUserPoolCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { restingChange, rollBackChange, usernameOf } from '#tests/support/pool-changes.ts';
import { anEmail, makePool, makeUser } from '#tests/support/pools.ts';

// The SDK sends only members that it knows.
const update = (UserPoolId: string, members: object) => callOwn('UpdateUserPool', { UserPoolId, ...members });

const poolOf = async (UserPoolId: string) =>
  (await adminClient().send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;

describe.concurrent('UpdateUserPool with what a pool is made with', () => {
  it('begins a change that can be taken back', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await update(pool.poolId, { AliasAttributes: ['email'], PoolName: 'other' });
    expect((await restingChange(pool.poolId)).Change?.Status).toBe('SWITCHED');
    expect(await usernameOf(pool, user.email)).toBe(user.username);
    expect(await poolOf(pool.poolId)).toMatchObject({ Name: 'other', AliasAttributes: ['email'] });
    await rollBackChange(pool.poolId);
    expect((await poolOf(pool.poolId))?.Name).toBe('other');
    await expect(usernameOf(pool, user.email)).rejects.toThrow('User does not exist.');
  });

  it('changes nothing where the pool is so already', async () => {
    const { poolId } = await makePool({
      AliasAttributes: ['email'],
      Schema: [{ Name: 'plan', AttributeDataType: 'String' }],
    });
    await update(poolId, {
      AliasAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: true },
      Schema: [{ Name: 'plan', AttributeDataType: 'String', Mutable: true, Required: false }],
    });
    await expect(callOwn('DescribeUserPoolChange', { UserPoolId: poolId })).resolves.not.toHaveProperty('Change');
  });

  it('has a pool no longer require a second factor', async () => {
    const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' };
    const { poolId } = await makePool({ MfaConfiguration: 'ON', SmsConfiguration });
    await adminClient().send(
      new UpdateUserPoolCommand({ UserPoolId: poolId, MfaConfiguration: 'OFF', SmsConfiguration }),
    );
    expect(await poolOf(poolId)).toMatchObject({ MfaConfiguration: 'OFF' });
  });

  it('requires attributes and sets other limits', async () => {
    const { poolId } = await makePool({ Schema: [{ Name: 'plan', AttributeDataType: 'String' }] });
    await update(poolId, {
      Schema: [
        { Name: 'name', Required: true },
        { Name: 'custom:plan', StringAttributeConstraints: { MinLength: '1', MaxLength: '9' } },
      ],
    });
    await restingChange(poolId);
    const schema = (await poolOf(poolId))?.SchemaAttributes;
    expect(schema).toContainEqual(expect.objectContaining({ Name: 'name', Required: true }));
    expect(schema).toContainEqual(
      expect.objectContaining({
        Name: 'custom:plan',
        StringAttributeConstraints: { MinLength: '1', MaxLength: '9' },
      }),
    );
  });

  it('refuses what users stand in the way of, and what is no change', async () => {
    const pool = await makePool();
    const email = anEmail();
    await makeUser(pool, { email });
    await makeUser(pool, { email });
    await expect(update(pool.poolId, { AliasAttributes: ['email'] })).rejects.toThrow(
      'Users stand in the way of this change: PlanUserPoolChange tells who and why.',
    );
    await expect(update(pool.poolId, { Schema: [{ Name: 'plan' }] })).rejects.toThrow(
      'The user pool has no attribute plan: AddCustomAttributes adds attributes.',
    );
    await expect(update(pool.poolId, { Schema: [{ Name: 'name', Mutable: false }] })).rejects.toThrow(
      'AttributeDataType and Mutable of name can not be changed.',
    );
    await expect(update(pool.poolId, { AliasAttributes: ['phone_number'], MfaConfiguration: 'ON' })).rejects.toThrow(
      "Invalid MFA configuration given, can't turn on MFA without configuring an MFA.",
    );
    const described = callOwn('DescribeUserPoolChange', { UserPoolId: pool.poolId });
    await expect(described).resolves.not.toHaveProperty('Change');
    await callOwn('SetUserPoolCompatibility', { UserPoolId: pool.poolId, Strict: true });
    await expect(update(pool.poolId, { UsernameConfiguration: { CaseSensitive: false } })).rejects.toThrow(
      'The user pool keeps to what Cognito allows: see SetUserPoolCompatibility.',
    );
  });
});
