import {
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  type AttributeType,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { anEmail, aPhoneNumber, makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const update = ({ poolId }: TestPool, Username: string, attributes: Record<string, string>) =>
  adminClient().send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: poolId,
      Username,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );

const toRecord = (list: AttributeType[] | undefined) =>
  Object.fromEntries((list ?? []).map(({ Name, Value }) => [Name, Value]));

const attributesOf = async ({ poolId }: TestPool, Username: string) => {
  const { UserAttributes } = await adminClient().send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));
  return toRecord(UserAttributes);
};

describe('AdminUpdateUserAttributes', () => {
  it('sets attributes, and takes away those that are set to nothing', async () => {
    const pool = await makePool({
      Schema: [{ Name: 'plan', AttributeDataType: 'String', DeveloperOnlyAttribute: true }],
    });
    const user = await makeUser(pool, { attributes: [{ Name: 'nickname', Value: 'Dee' }] });

    await update(pool, user.username, { nickname: '', given_name: 'Dora', 'dev:custom:plan': 'gold' });

    expect(await attributesOf(pool, user.username)).toEqual({
      sub: user.sub,
      email: user.email,
      email_verified: 'true',
      given_name: 'Dora',
      'dev:custom:plan': 'gold',
    });
  });

  it('leaves a new email unproved unless it is vouched for', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const [second, third] = [anEmail(), anEmail()];

    await update(pool, user.username, { email: second });
    expect(await attributesOf(pool, user.username)).toMatchObject({ email: second, email_verified: 'false' });

    await update(pool, user.username, { email: third, email_verified: 'True' });
    expect(await attributesOf(pool, user.username)).toMatchObject({ email: third, email_verified: 'true' });
    expect([...(await mailTo(second)), ...(await mailTo(third))]).toEqual([]);
  });

  it('sends a code to a new email that the pool verifies', async () => {
    const pool = await makePool({ AutoVerifiedAttributes: ['email'] });
    const user = await makeUser(pool);
    const email = anEmail();

    await update(pool, user.username, { email });

    expect(await codeFor(email)).toMatch(/^\d{6}$/);
  });

  it('lets a new email wait for its code where the pool wants so, unless it is vouched for', async () => {
    const pool = await makePool({
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });
    const user = await makeUser(pool);
    const [waiting, vouched] = [anEmail(), anEmail()];

    await update(pool, user.username, { email: waiting });
    expect(await attributesOf(pool, user.username)).toMatchObject({ email: user.email, email_verified: 'true' });
    expect(await codeFor(waiting)).toMatch(/^\d{6}$/);

    await update(pool, user.username, { email: vouched, email_verified: 'true' });
    expect(await attributesOf(pool, user.username)).toMatchObject({ email: vouched, email_verified: 'true' });
  });

  it('moves an email that is vouched for from its former owner, who is unverified then', async () => {
    const pool = await makePool({ AliasAttributes: ['email'] });
    const owner = await makeUser(pool);
    const other = await makeUser(pool);

    await update(pool, other.username, { email: owner.email, email_verified: 'TRUE' });

    expect(await attributesOf(pool, owner.email)).toMatchObject({ sub: other.sub, email_verified: 'true' });
    expect(await attributesOf(pool, owner.username)).toMatchObject({ email: owner.email, email_verified: 'false' });
    await expect(attributesOf(pool, other.email)).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await expect(signIn(pool, { username: owner.username })).resolves.toBeDefined();
  });

  it('moves an email that the user had unverified already, and a phone number', async () => {
    const pool = await makePool({ AliasAttributes: ['email', 'phone_number'] });
    const phone = aPhoneNumber();
    const verified = [
      { Name: 'phone_number', Value: phone },
      { Name: 'phone_number_verified', Value: 'true' },
    ];
    const owner = await makeUser(pool, { attributes: verified });
    const other = await makeUser(pool);
    await update(pool, other.username, { email: owner.email, phone_number: phone });
    expect(await attributesOf(pool, owner.email)).toMatchObject({ sub: owner.sub });

    await update(pool, other.username, { email_verified: 'true', phone_number_verified: 'true' });

    for (const alias of [owner.email, phone]) {
      expect(await attributesOf(pool, alias)).toMatchObject({ sub: other.sub });
    }
    expect(await attributesOf(pool, owner.username)).toMatchObject({
      email_verified: 'false',
      phone_number_verified: 'false',
    });
  });

  it('moves nothing where something else is taken that does not move', async () => {
    const pool = await makePool({ AliasAttributes: ['email', 'preferred_username'] });
    const owner = await makeUser(pool, { attributes: [{ Name: 'preferred_username', Value: 'countess' }] });
    const other = await makeUser(pool);
    const taken = {
      name: 'AliasExistsException',
      message: 'An account with the given preferred_username already exists.',
    };

    await expect(update(pool, other.username, { preferred_username: 'countess' })).rejects.toMatchObject(taken);
    await expect(
      update(pool, other.username, { preferred_username: 'countess', email: owner.email, email_verified: 'true' }),
    ).rejects.toMatchObject(taken);

    expect((await attributesOf(pool, other.email)).email).toBe(other.email);
    expect(await attributesOf(pool, owner.email)).toMatchObject({ sub: owner.sub, email_verified: 'true' });
  });

  it('moves no alias that is not vouched for', async () => {
    const pool = await makePool({ AliasAttributes: ['email'] });
    const owner = await makeUser(pool);
    const other = await makeUser(pool);

    await update(pool, other.username, { email: owner.email });
    await update(pool, other.username, { email: owner.email, email_verified: 'false' });

    expect(await attributesOf(pool, owner.email)).toMatchObject({ sub: owner.sub, email_verified: 'true' });
  });

  it('frees an alias that the user gives up', async () => {
    const pool = await makePool({ AliasAttributes: ['email'] });
    const owner = await makeUser(pool);
    const other = await makeUser(pool);

    await update(pool, owner.username, { email: anEmail() });
    await expect(attributesOf(pool, owner.email)).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await update(pool, other.username, { email: owner.email, email_verified: 'true' });

    expect((await attributesOf(pool, owner.email)).sub).toBe(other.sub);
  });

  it('refuses an email that somebody else signs up with', async () => {
    const pool = await makePool({ UsernameAttributes: ['email'] });
    const [first, second] = [anEmail(), anEmail()];
    const owner = await makeUser(pool, { username: first, email: first });
    const other = await makeUser(pool, { username: second, email: second });

    for (const attributes of [{ email: first }, { email: first, email_verified: 'true' }]) {
      await expect(update(pool, other.username, { ...attributes })).rejects.toMatchObject({
        name: 'AliasExistsException',
        message: 'An account with the given email already exists.',
      });
    }
    expect(await attributesOf(pool, first)).toMatchObject({ sub: owner.sub, email_verified: 'true' });
    const third = anEmail();
    await update(pool, owner.username, { email: third });
    expect((await attributesOf(pool, third)).sub).toBe(owner.sub);
  });

  it.each([
    [{ 'custom:fixed': 'x' }, 'user.custom:fixed: Attribute cannot be updated.\n'],
    [{ sub: 'x' }, 'user.sub: Attribute cannot be updated.\n'],
    [{ 'custom:none': 'x' }, 'Type for attribute {custom:none} could not be determined'],
    [{ 'custom:none': '' }, 'Type for attribute {custom:none} could not be determined'],
    [{ name: '' }, 'user.name: The attribute is required\n'],
    [{ email: 'ada' }, 'Invalid email address format.'],
    [{ phone_number: '555' }, 'Invalid phone number format.'],
    [{ shoe: '43' }, 'user.shoe: Attribute does not exist in the schema.\n'],
  ])('refuses %j', async (attributes, message) => {
    const pool = await makePool({
      Schema: [
        { Name: 'fixed', AttributeDataType: 'String', Mutable: false },
        { Name: 'name', Required: true },
      ],
    });
    const user = await makeUser(pool);

    await expect(update(pool, user.username, { ...attributes })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message,
    });
  });

  it('keeps the user signed in', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);

    await update(pool, user.username, { nickname: 'Dee' });

    const { UserAttributes } = await publicClient().send(new GetUserCommand({ AccessToken }));
    expect(toRecord(UserAttributes).nickname).toBe('Dee');
  });

  it('loses no change that is made at once with another', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const names = ['given_name', 'family_name', 'nickname'];

    const made = await Promise.allSettled(names.map((name) => update(pool, user.username, { [name]: 'x' })));

    const after = await attributesOf(pool, user.username);
    made.forEach(({ status }, index) => {
      if (status === 'fulfilled') expect(after[names[index] ?? '']).toBe('x');
    });
    expect(made.some(({ status }) => status === 'fulfilled')).toBe(true);
  });

  it('says so when there is no such user', async () => {
    const pool = await makePool();

    await expect(update(pool, 'nobody', { nickname: 'Dee' })).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
