import { randomUUID } from 'node:crypto';
import { AdminUpdateUserAttributesCommand, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { applyChange, rollBackChange, signUp } from '#tests/support/pool-changes.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';

const admin = adminClient();
const tier = { Name: 'tier', AttributeDataType: 'String', Mutable: true } as const;

describe.concurrent('a change of rules', () => {
  it('requires an attribute of who signs up', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const blocked = await applyChange(pool.poolId, { RequiredAttributes: ['name'] });
    expect(blocked.Obstacles).toMatchObject([
      { Username: user.username, Reasons: [{ Reason: 'MISSING_ATTRIBUTE', Attribute: 'name' }] },
    ]);
    const UserAttributes = [{ Name: 'name', Value: 'Ada' }];
    const named = { UserPoolId: pool.poolId, Username: user.username };
    await admin.send(new AdminUpdateUserAttributesCommand({ ...named, UserAttributes }));
    expect((await applyChange(pool.poolId)).Change?.Status).toBe('SWITCHED');
    await expect(signUp(pool, randomUUID())).rejects.toThrow('name: The attribute is required');
    await expect(signUp(pool, randomUUID(), { name: 'Grace' })).resolves.toBeDefined();
  });

  it('lets a pool no longer require a second factor, at once and back', async () => {
    const { poolId } = await makePool({
      MfaConfiguration: 'ON',
      SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' },
    });
    const mode = async () =>
      (await admin.send(new DescribeUserPoolCommand({ UserPoolId: poolId }))).UserPool?.MfaConfiguration;
    await expect(
      callOwn('ApplyUserPoolChange', { UserPoolId: poolId, Change: { MfaConfiguration: 'OFF' } }),
    ).resolves.toMatchObject({ Change: { Status: 'SWITCHED' } });
    expect(await mode()).toBe('OFF');
    await expect(callOwn('RollBackUserPoolChange', { UserPoolId: poolId })).resolves.toMatchObject({
      Change: { Status: 'ROLLED_BACK' },
    });
    expect(await mode()).toBe('ON');
  });
});

describe('a change that cannot be', () => {
  it.each([
    [{}, 'The user pool is so already: nothing would change.'],
    [{ AliasAttributes: [] }, 'The user pool is so already: nothing would change.'],
    [
      { AliasAttributes: ['email'], UsernameAttributes: ['email'] },
      'Only one of the aliasAttributes or usernameAttributes',
    ],
    [{ DeleteAttributes: ['email'] }, 'The user pool has no custom attribute email.'],
    [{ RenameAttributes: [{ Name: 'custom:tier', NewName: 'level' }] }, 'custom:tier can not have the name level.'],
    [{ RequiredAttributes: ['custom:tier'] }, 'custom:tier is no attribute that can be required.'],
    [{ MfaConfiguration: 'ON' }, "can't turn on MFA without configuring an MFA."],
  ])('is refused: %j', async (Change, message) => {
    const { poolId: UserPoolId } = await makePool({ Schema: [tier] });
    await expect(callOwn('ApplyUserPoolChange', { UserPoolId, Change })).rejects.toThrow(message);
    await expect(callOwn('PlanUserPoolChange', { UserPoolId, Change })).rejects.toThrow(message);
  });

  it('is refused while there is another, and given twice it is one', async () => {
    const { poolId: UserPoolId } = await makePool();
    const apply = (Change: object) =>
      callOwn<{ Change: { Id: string } }>('ApplyUserPoolChange', { UserPoolId, Change });
    const one = await apply({ AliasAttributes: ['email'] });
    expect((await apply({ AliasAttributes: ['email'] })).Change.Id).toBe(one.Change.Id);
    await expect(apply({ AliasAttributes: ['phone_number'] })).rejects.toThrow('is not finished');
    await expect(callOwn('FinishUserPoolChange', { UserPoolId })).rejects.toThrow('The change is not made yet');
    await rollBackChange(UserPoolId);
  });
});
