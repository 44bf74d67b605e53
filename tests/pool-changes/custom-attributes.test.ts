import {
  AddCustomAttributesCommand,
  AdminUpdateUserAttributesCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { applyChange, attributesOf, finishChange, rollBackChange } from '#tests/support/pool-changes.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { makeSearchable, search } from '#tests/support/user-search.ts';

const admin = adminClient();
const tier = { Name: 'tier', AttributeDataType: 'String', Mutable: true } as const;

const poolWithTier = async () => {
  const pool = await makePool(
    { Schema: [tier] },
    { ReadAttributes: ['email', 'custom:tier'], WriteAttributes: ['custom:tier'] },
  );
  const user = await makeUser(pool, { attributes: [{ Name: 'custom:tier', Value: 'gold' }] });
  const setTier = (Name: string, Value: string) =>
    admin.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: pool.poolId,
        Username: user.username,
        UserAttributes: [{ Name, Value }],
      }),
    );
  const client = async () => {
    const named = { UserPoolId: pool.poolId, ClientId: pool.clientId };
    const { UserPoolClient } = await admin.send(new DescribeUserPoolClientCommand(named));
    return [UserPoolClient?.ReadAttributes, UserPoolClient?.WriteAttributes];
  };
  return { pool, user, setTier, client };
};

describe.concurrent('a change of custom attributes', () => {
  it('renames one, for users and app clients, and back again', async () => {
    const { pool, user, setTier, client } = await poolWithTier();
    await applyChange(pool.poolId, { RenameAttributes: [{ Name: 'custom:tier', NewName: 'custom:level' }] });
    expect(await attributesOf(pool, user.username)).toMatchObject({ 'custom:level': 'gold' });
    expect(await attributesOf(pool, user.username)).not.toHaveProperty('custom:tier');
    expect(await client()).toEqual([['email', 'custom:level'], ['custom:level']]);
    await expect(setTier('custom:tier', 'tin')).rejects.toThrow(
      'Type for attribute {custom:tier} could not be determined',
    );
    await setTier('custom:level', 'silver');
    const { AccessToken } = await signIn(pool, user);
    const { UserAttributes } = await publicClient().send(new GetUserCommand({ AccessToken }));
    expect(UserAttributes).toContainEqual({ Name: 'custom:level', Value: 'silver' });
    await rollBackChange(pool.poolId);
    expect(await attributesOf(pool, user.username)).toMatchObject({ 'custom:tier': 'silver' });
    expect(await attributesOf(pool, user.username)).not.toHaveProperty('custom:level');
    expect(await client()).toEqual([['email', 'custom:tier'], ['custom:tier']]);
  });

  it('renames one for good', async () => {
    const { pool, user, client } = await poolWithTier();
    await applyChange(pool.poolId, { RenameAttributes: [{ Name: 'custom:tier', NewName: 'custom:level' }] });
    await finishChange(pool.poolId);
    expect(await attributesOf(pool, user.username)).toMatchObject({ 'custom:level': 'gold' });
    expect(await client()).toEqual([['email', 'custom:level'], ['custom:level']]);
    const profile = (await itemsAbout(pool.poolId)).find(({ type }) => type === 'User');
    expect(JSON.stringify(profile)).not.toContain('custom:tier');
  });

  it('deletes one, and has its values until it is finished', async () => {
    const { pool, user, setTier, client } = await poolWithTier();
    await applyChange(pool.poolId, { DeleteAttributes: ['custom:tier'] });
    expect(await attributesOf(pool, user.username)).not.toHaveProperty('custom:tier');
    await setTier('nickname', 'Countess');
    await rollBackChange(pool.poolId);
    expect(await attributesOf(pool, user.username)).toMatchObject({ 'custom:tier': 'gold', nickname: 'Countess' });
    await applyChange(pool.poolId, { DeleteAttributes: ['custom:tier'] });
    await finishChange(pool.poolId);
    expect(await client()).toEqual([['email'], []]);
    const profile = (await itemsAbout(pool.poolId)).find(({ type }) => type === 'User');
    expect(JSON.stringify(profile)).not.toContain('custom:tier');
    await admin.send(new AddCustomAttributesCommand({ UserPoolId: pool.poolId, CustomAttributes: [tier] }));
    expect(await attributesOf(pool, user.username)).not.toHaveProperty('custom:tier');
  });

  it('has attributes that are added meanwhile in both forms', async () => {
    const { pool } = await poolWithTier();
    const { poolId: UserPoolId } = pool;
    await applyChange(UserPoolId, { RenameAttributes: [{ Name: 'custom:tier', NewName: 'custom:level' }] });
    const add = (Name: string) =>
      admin.send(new AddCustomAttributesCommand({ UserPoolId, CustomAttributes: [{ ...tier, Name }] }));
    await add('shoe');
    await expect(add('tier')).rejects.toThrow('custom:tier is an attribute in the change of the user pool');
    await rollBackChange(UserPoolId);
    const { UserPool } = await admin.send(new DescribeUserPoolCommand({ UserPoolId }));
    const names = UserPool?.SchemaAttributes?.map(({ Name }) => Name);
    expect(names).toEqual(expect.arrayContaining(['custom:tier', 'custom:shoe']));
    expect(names).not.toContain('custom:level');
  });

  it('takes the index of a renamed one along, and deletes none that is searched by', async () => {
    const { pool, user } = await poolWithTier();
    await makeSearchable(pool.poolId, ['custom:tier']);
    const found = (Attribute: string) => search(pool.poolId, { SortBy: { Attribute } });
    await applyChange(pool.poolId, { RenameAttributes: [{ Name: 'custom:tier', NewName: 'custom:level' }] });
    expect((await found('custom:level')).Users.map(({ Username }) => Username)).toEqual([user.username]);
    await expect(found('custom:tier')).rejects.toThrow('custom:tier');
    await rollBackChange(pool.poolId);
    expect((await found('custom:tier')).Users).toHaveLength(1);
    const Change = { DeleteAttributes: ['custom:tier'] };
    await expect(callOwn('ApplyUserPoolChange', { UserPoolId: pool.poolId, Change })).rejects.toThrow(
      "custom:tier is one of the pool's SearchableAttributes: take it out of them first.",
    );
  });

  it('is blocked by numbers that are too small then', async () => {
    const pool = await makePool({ Schema: [{ Name: 'age', AttributeDataType: 'Number' }] });
    const young = await makeUser(pool, { attributes: [{ Name: 'custom:age', Value: '9' }] });
    await makeUser(pool, { attributes: [{ Name: 'custom:age', Value: '18' }] });
    const { Obstacles } = await applyChange(pool.poolId, {
      AttributeConstraints: [{ Name: 'custom:age', NumberAttributeConstraints: { MinValue: '18' } }],
    });
    expect(Obstacles).toMatchObject([
      { Username: young.username, Reasons: [{ Reason: 'VALUE_DOES_NOT_FIT', Attribute: 'custom:age' }] },
    ]);
  });

  it('is blocked by values that are too long then, unless they may stay', async () => {
    const { pool, user, setTier } = await poolWithTier();
    const change = { AttributeConstraints: [{ Name: 'custom:tier', StringAttributeConstraints: { MaxLength: '3' } }] };
    const { Change, Obstacles } = await applyChange(pool.poolId, change);
    expect(Change?.Status).toBe('BLOCKED');
    expect(Obstacles).toMatchObject([
      { Username: user.username, Reasons: [{ Reason: 'VALUE_DOES_NOT_FIT', Attribute: 'custom:tier' }] },
    ]);
    await rollBackChange(pool.poolId);
    await applyChange(pool.poolId, change, { ExistingUsers: 'MAY_DIFFER' });
    expect(await attributesOf(pool, user.username)).toMatchObject({ 'custom:tier': 'gold' });
    await expect(setTier('custom:tier', 'gilt')).rejects.toThrow('String must be no longer than 3 characters');
  });
});
