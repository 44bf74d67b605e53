import {
  type AttributeType,
  GetUserCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { anEmail, aPhoneNumber, makeClient, makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const update = (AccessToken: string, attributes: Record<string, string>) =>
  publicClient().send(
    new UpdateUserAttributesCommand({
      AccessToken,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );

const toRecord = (list: AttributeType[] | undefined) =>
  Object.fromEntries((list ?? []).map(({ Name, Value }) => [Name, Value]));

const attributesOf = async (AccessToken: string) => {
  const { UserAttributes } = await publicClient().send(new GetUserCommand({ AccessToken }));
  return toRecord(UserAttributes);
};

const unauthorized = {
  name: 'NotAuthorizedException',
  message: 'A client attempted to write unauthorized attribute',
};

describe('UpdateUserAttributes', () => {
  it('sets attributes, and takes away those that are set to nothing', async () => {
    const pool = await makePool();
    const user = await makeUser(pool, { attributes: [{ Name: 'nickname', Value: 'Dee' }] });
    const { AccessToken } = await signIn(pool, user);

    const { CodeDeliveryDetailsList } = await update(AccessToken, { nickname: '', given_name: 'Dora' });

    expect(CodeDeliveryDetailsList).toEqual([]);
    expect(await attributesOf(AccessToken)).toEqual({
      sub: user.sub,
      email: user.email,
      email_verified: 'true',
      given_name: 'Dora',
    });
  });

  it('leaves a new email unproved, and asks for no code that the pool does not ask for', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);
    const email = anEmail();

    await update(AccessToken, { email });

    expect(await attributesOf(AccessToken)).toMatchObject({ email, email_verified: 'false' });
    expect(await mailTo(email)).toEqual([]);
  });

  it('keeps the verdict on an email that is set to what it is', async () => {
    const pool = await makePool({ AutoVerifiedAttributes: ['email'] });
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);

    const { CodeDeliveryDetailsList } = await update(AccessToken, { email: user.email });

    expect(CodeDeliveryDetailsList).toEqual([]);
    expect((await attributesOf(AccessToken)).email_verified).toBe('true');
  });

  it('sends a code to each new contact attribute that the pool verifies', async () => {
    const pool = await makePool({ AutoVerifiedAttributes: ['email', 'phone_number'] });
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);
    const [email, number] = [anEmail(), aPhoneNumber()];

    const { CodeDeliveryDetailsList } = await update(AccessToken, { email, phone_number: number });

    expect(CodeDeliveryDetailsList).toEqual([
      { AttributeName: 'phone_number', DeliveryMedium: 'SMS', Destination: `+*******${number.slice(-4)}` },
      { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: `${email.slice(0, 1)}***@e***` },
    ]);
    expect(await codeFor(email)).toMatch(/^\d{6}$/);
    expect(await codeFor(number)).toMatch(/^\d{6}$/);
    expect((await attributesOf(AccessToken)).email_verified).toBe('false');
  });

  it('lets a new email wait for its code where the pool wants so', async () => {
    const pool = await makePool({
      AutoVerifiedAttributes: ['email'],
      AliasAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);
    const email = anEmail();

    await update(AccessToken, { email });
    expect(await attributesOf(AccessToken)).toMatchObject({ email: user.email, email_verified: 'true' });
    await expect(signIn(pool, { username: user.email })).resolves.toBeDefined();

    const Code = await codeFor(email);
    await publicClient().send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code }));
    expect(await attributesOf(AccessToken)).toMatchObject({ email, email_verified: 'true' });
    await expect(signIn(pool, { username: email })).resolves.toBeDefined();
    await expect(signIn(pool, { username: user.email })).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('moves the name that a user signs up with along with the email', async () => {
    const pool = await makePool({ UsernameAttributes: ['email'] });
    const [first, second] = [anEmail(), anEmail()];
    const user = await makeUser(pool, { username: first, email: first });
    await makeUser(pool, { username: second, email: second });
    const { AccessToken } = await signIn(pool, user);

    await expect(update(AccessToken, { email: second })).rejects.toMatchObject({
      name: 'AliasExistsException',
      message: 'An account with the given email already exists.',
    });
    const third = anEmail();
    await update(AccessToken, { email: third });
    await expect(signIn(pool, { username: third })).resolves.toBeDefined();
  });

  it('refuses a preferred username that somebody else goes by', async () => {
    const pool = await makePool({
      AliasAttributes: ['preferred_username'],
      UsernameConfiguration: { CaseSensitive: false },
    });
    await makeUser(pool, { attributes: [{ Name: 'preferred_username', Value: 'Straße' }] });
    const { AccessToken } = await signIn(pool, await makeUser(pool));

    await expect(update(AccessToken, { preferred_username: 'STRASSE' })).rejects.toMatchObject({
      name: 'AliasExistsException',
      message: 'An account with the given preferred_username already exists.',
    });
    await expect(update(AccessToken, { preferred_username: 'İnci' })).resolves.toBeDefined();
  });

  it('lets clients write what they may, and never that an address is proved', async () => {
    const pool = await makePool({
      Schema: [
        { Name: 'name', Required: true },
        { Name: 'note', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
      ],
    });
    const user = await makeUser(pool, { attributes: [{ Name: 'name', Value: 'Ada' }] });
    const narrow = { ...pool, ...(await makeClient(pool.poolId, { WriteAttributes: ['nickname', 'name'] })) };
    const wide = (await signIn(pool, user)).AccessToken;
    const held = (await signIn(narrow, user)).AccessToken;

    await expect(update(held, { nickname: 'A', name: 'Ada L' })).resolves.toBeDefined();
    await expect(update(held, { given_name: 'A' })).rejects.toMatchObject(unauthorized);
    await expect(update(wide, { given_name: 'A' })).resolves.toBeDefined();
    await expect(update(wide, { email_verified: 'true' })).rejects.toMatchObject(unauthorized);
    await expect(update(wide, { 'dev:custom:note': 'x' })).rejects.toMatchObject(unauthorized);
    await expect(update(wide, { sub: 'x' })).rejects.toMatchObject(unauthorized);
  });

  it.each([
    [{ 'custom:fixed': 'x' }, 'user.custom:fixed: Attribute cannot be updated.\n'],
    [{ 'custom:none': 'x' }, 'user.custom:none: Attribute does not exist in the schema.\n'],
    [{ 'custom:none': '' }, 'user.custom:none: Attribute does not exist in the schema.\n'],
    [{ 'custom:team': 'a' }, 'user.custom:team: String must be no shorter than 2 characters\n'],
    [{ name: '' }, 'user.name: The attribute is required\n'],
    [
      { 'custom:none': 'x', 'custom:fixed': 'x', given_name: 'Ada', 'custom:team': 'a' },
      'user.custom:none: Attribute does not exist in the schema.\nuser.custom:fixed: Attribute cannot be updated.\nuser.custom:team: String must be no shorter than 2 characters\n',
    ],
    [{ email: 'ada' }, 'Invalid email address format.'],
    [{ phone_number: '555' }, 'Invalid phone number format.'],
  ])('refuses %j', async (attributes, message) => {
    const pool = await makePool({
      Schema: [
        { Name: 'fixed', AttributeDataType: 'String', Mutable: false },
        { Name: 'team', AttributeDataType: 'String', StringAttributeConstraints: { MinLength: '2' } },
        { Name: 'name', Required: true },
      ],
    });
    const { AccessToken } = await signIn(pool, await makeUser(pool));

    await expect(update(AccessToken, { ...attributes })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message,
    });
  });
});
