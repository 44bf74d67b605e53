import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminGetUserCommand,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { functionArn } from '#tests/functions/triggers/invoking.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { anEmail, aPhoneNumber, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';

const dayMs = 86_400_000;

const create = (
  { poolId }: TestPool,
  Username: string,
  rest: Partial<AdminCreateUserCommandInput> = {},
  { ahead = 0 } = {},
) => adminClient({ ahead }).send(new AdminCreateUserCommand({ UserPoolId: poolId, Username, ...rest }));

const get = ({ poolId }: TestPool, Username: string) =>
  adminClient().send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));

const signInWith = ({ clientId }: TestPool, USERNAME: string, PASSWORD: string, { ahead = 0 } = {}) =>
  publicClient({ ahead }).send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );

const silently = { MessageAction: 'SUPPRESS' } as const;

const withEmail = (email: string, verified = 'true') => ({
  UserAttributes: [
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: verified },
  ],
});

describe('AdminCreateUser', () => {
  it('makes a user who has to choose a password', async () => {
    const pool = await makePool();
    const email = anEmail();

    const { User } = await create(pool, 'Ada', { ...silently, ...withEmail(email, 'True') });

    expect(User).toMatchObject({ Username: 'Ada', Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
    expect(User?.Attributes).toEqual([
      { Name: 'sub', Value: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ]);
    expect(User?.UserCreateDate).toBeInstanceOf(Date);
    expect(await mailTo(email)).toEqual([]);
  });

  it('makes a user without a password where a code is enough to sign in', async () => {
    const byCode: Partial<CreateUserPoolCommandInput> = {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
    };
    const [pool, strict] = [await makePool(byCode), await makeMfaPool({ mode: 'ON' })];
    const statusOf = async (where: TestPool, rest: Partial<AdminCreateUserCommandInput>) => {
      const { User } = await create(where, `user-${randomUUID()}`, { DesiredDeliveryMediums: ['EMAIL'], ...rest });
      return User?.UserStatus;
    };
    const [email, another] = [anEmail(), anEmail()];

    expect(await statusOf(pool, withEmail(email))).toBe('CONFIRMED');
    expect(await mailTo(email)).toEqual([]);
    expect(await statusOf(pool, { ...withEmail(anEmail()), TemporaryPassword: password })).toBe(
      'FORCE_CHANGE_PASSWORD',
    );
    expect(await statusOf(pool, silently)).toBe('FORCE_CHANGE_PASSWORD');
    expect(await statusOf(strict, withEmail(another))).toBe('FORCE_CHANGE_PASSWORD');
    expect(await mailTo(another)).toHaveLength(1);
  });

  it('invites by email or SMS with a temporary password that works once the user chooses another', async () => {
    const pool = await makePool();
    const email = anEmail();
    await create(pool, 'ada', { ...withEmail(email), DesiredDeliveryMediums: ['EMAIL'] });

    const { ChallengeName } = await signInWith(pool, 'ada', await codeFor(email));

    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    const number = aPhoneNumber();
    await create(pool, 'grace', { UserAttributes: [{ Name: 'phone_number', Value: number }] });
    expect(await mailTo(number)).toMatchObject([{ channel: 'SMS' }]);
  });

  it('invites by both media when both are asked for', async () => {
    const pool = await makePool();
    const [email, number] = [anEmail(), aPhoneNumber()];
    await create(pool, 'ada', {
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'phone_number', Value: number },
      ],
      DesiredDeliveryMediums: ['SMS', 'EMAIL'],
    });

    expect(await codeFor(email)).toBe(await codeFor(number));
  });

  it('refuses a medium that the user cannot be reached by, and makes no user', async () => {
    const pool = await makePool();

    await expect(
      create(pool, 'ada', { ...withEmail(anEmail()), DesiredDeliveryMediums: ['SMS'] }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(get(pool, 'ada')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('holds a given temporary password to the policy', async () => {
    const pool = await makePool();

    await expect(create(pool, 'ada', { ...silently, TemporaryPassword: 'no-capital-1' })).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: 'Password did not conform with policy: Password must have uppercase characters',
    });
  });

  it('lets the temporary password run out after the days that the pool says', async () => {
    const pool = await makePool({
      Policies: { PasswordPolicy: { MinimumLength: 8, TemporaryPasswordValidityDays: 2 } },
    });
    const TemporaryPassword = 'Temporary-1';
    await create(pool, 'ada', { ...silently, TemporaryPassword });

    await expect(signInWith(pool, 'ada', TemporaryPassword, { ahead: 3 * dayMs })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Temporary password has expired and must be reset by an administrator.',
    });
    expect((await signInWith(pool, 'ada', TemporaryPassword, { ahead: dayMs })).ChallengeName).toBe(
      'NEW_PASSWORD_REQUIRED',
    );
  });

  it('sends the invitation again with a new password and a new term', async () => {
    const pool = await makePool();
    const email = anEmail();
    await create(pool, 'ada', { ...withEmail(email), DesiredDeliveryMediums: ['EMAIL'] });
    const first = await codeFor(email);
    const ahead = 6 * dayMs;

    await create(pool, 'ada', { MessageAction: 'RESEND', DesiredDeliveryMediums: ['EMAIL'] }, { ahead });
    const second = await codeFor(email);

    expect(second).not.toBe(first);
    await expect(signInWith(pool, 'ada', first)).rejects.toMatchObject({ message: 'Incorrect username or password.' });
    const later = { ahead: ahead + 6 * dayMs };
    expect((await signInWith(pool, 'ada', second, later)).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  it('sends no invitation again to a user who has a password, or is not there', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);

    await expect(create(pool, user.username, { MessageAction: 'RESEND' })).rejects.toMatchObject({
      name: 'UnsupportedUserStateException',
    });
    await expect(create(pool, 'nobody', { MessageAction: 'RESEND' })).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });

  it('refuses a username that is taken', async () => {
    const pool = await makePool();
    await create(pool, 'ada', silently);

    await expect(create(pool, 'ada', silently)).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'User account already exists',
    });
    await expect(create(pool, 'Ada', silently)).resolves.toBeDefined();
  });

  it.each([
    ['straße', 'STRASSE'],
    ['Å', 'A\u030A'],
    ['ﬁnn', 'FINN'],
    ['ΟΔΟΣ', 'οδος'],
  ])('takes %s and %s for one name where case does not matter', async (first, second) => {
    const pool = await makePool({ UsernameConfiguration: { CaseSensitive: false } });
    await create(pool, first, silently);

    await expect(create(pool, second, silently)).rejects.toMatchObject({ message: 'User account already exists' });
    expect((await get(pool, second)).Username).toBe(first);
  });

  it('keeps İ apart from i', async () => {
    const pool = await makePool({ UsernameConfiguration: { CaseSensitive: false } });
    await create(pool, 'İnci', silently);

    await expect(create(pool, 'inci', silently)).resolves.toBeDefined();
  });

  it('calls users by their email where they sign up with it, and makes the username up', async () => {
    const pool = await makePool({ UsernameAttributes: ['email'] });
    const email = anEmail();

    const { User } = await create(pool, email, silently);

    const sub = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value;
    expect(User?.Username).toBe(sub);
    expect(User?.Attributes).toContainEqual({ Name: 'email', Value: email });
    expect((await get(pool, email)).Username).toBe(sub);
    await expect(create(pool, email, silently)).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'An account with the given email already exists.',
    });
    await expect(create(pool, 'ada', silently)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Username should be an email.',
    });
  });

  it('refuses usernames that look like an alias', async () => {
    const pool = await makePool({ AliasAttributes: ['email'] });

    await expect(create(pool, anEmail(), silently)).rejects.toMatchObject({
      message: 'Username cannot be of email format, since user pool is configured for email alias.',
    });
  });

  it('refuses a verified alias that is taken, unless told to take it over', async () => {
    const pool = await makePool({ AliasAttributes: ['email'], UsernameConfiguration: { CaseSensitive: false } });
    const email = anEmail();
    await create(pool, 'ada', { ...silently, ...withEmail(email) });
    await create(pool, 'unproved', { ...silently, ...withEmail(email, 'false') });

    await expect(create(pool, 'grace', { ...silently, ...withEmail(email.toUpperCase()) })).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'An account with the given email already exists.',
    });
    await create(pool, 'grace', { ...silently, ...withEmail(email), ForceAliasCreation: true });

    expect((await get(pool, email)).Username).toBe('grace');
    expect((await get(pool, 'ada')).UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'false' });
  });

  it('takes attributes of the schema only, with those for developers, and asks for none', async () => {
    const pool = await makePool({
      Schema: [
        { Name: 'email', Required: true },
        { Name: 'plan', AttributeDataType: 'String', DeveloperOnlyAttribute: true, Mutable: false },
      ],
    });
    const UserAttributes = [{ Name: 'dev:custom:plan', Value: 'gold' }];

    const { User } = await create(pool, 'ada', { ...silently, UserAttributes });

    expect(User?.Attributes).toContainEqual({ Name: 'dev:custom:plan', Value: 'gold' });
    await expect(
      create(pool, 'grace', { ...silently, UserAttributes: [{ Name: 'custom:none', Value: 'x' }] }),
    ).rejects.toMatchObject({ message: 'Type for attribute {custom:none} could not be determined' });
    const unfit = [
      { Name: 'shoe', Value: '43' },
      { Name: 'birthdate', Value: '10/12/15' },
    ];
    await expect(create(pool, 'grace', { ...silently, UserAttributes: unfit })).rejects.toMatchObject({
      message:
        'Attributes did not conform to the schema: shoe: Attribute does not exist in the schema.\nbirthdate: String must be no shorter than 10 characters\n',
    });
    await expect(
      create(pool, 'grace', { ...silently, UserAttributes: [{ Name: 'sub', Value: 'x' }] }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(
      create(pool, 'grace', { ...silently, UserAttributes: [{ Name: 'email_verified', Value: 'true' }] }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('lets no username stand before the sub or preferred username of somebody else', async () => {
    const pool = await makePool({ AliasAttributes: ['preferred_username'] });
    const preferred = (Value: string) => ({ UserAttributes: [{ Name: 'preferred_username', Value }] });
    const { User } = await create(pool, 'ada', { ...silently, ...preferred('countess') });
    const sub = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';

    for (const name of [sub, 'countess']) {
      await expect(create(pool, name, silently)).rejects.toMatchObject({ message: 'User account already exists' });
      expect((await get(pool, name)).Username).toBe('ada');
    }
    await expect(create(pool, 'grace', { ...silently, ...preferred('grace') })).resolves.toBeDefined();
    await expect(create(pool, randomUUID(), silently)).resolves.toBeDefined();
  });

  it('asks the PreSignUp trigger first: no user is made where it cannot answer', async () => {
    const refusing = await makePool({ LambdaConfig: { PreSignUp: functionArn('none') } });
    const willing = await makePool({ LambdaConfig: { PreSignUp: functionArn('allowEmailDomains') } });

    await expect(create(refusing, 'ada', silently)).rejects.toMatchObject({ name: 'UnexpectedLambdaException' });
    await expect(get(refusing, 'ada')).rejects.toMatchObject({ name: 'UserNotFoundException' });
    expect((await create(willing, 'ada', silently)).User?.UserStatus).toBe('FORCE_CHANGE_PASSWORD');
  });

  it('lets the CustomMessage trigger word the invitation', async () => {
    const pool = await makePool({
      LambdaConfig: { CustomMessage: functionArn('localizeMessages') },
    });
    const number = aPhoneNumber();
    const UserAttributes = [
      { Name: 'phone_number', Value: number },
      { Name: 'locale', Value: 'de-AT' },
    ];

    await create(pool, 'ada', { UserAttributes });

    expect((await mailTo(number)).map(({ body }) => body)).toEqual([
      expect.stringMatching(/^Ihr Benutzername ist ada, Ihr vorläufiges Passwort \S{12}$/),
    ]);
  });

  it('makes one of two users who are made at once under one name', async () => {
    const pool = await makePool();

    const made = await Promise.allSettled([create(pool, 'ada', silently), create(pool, 'ada', silently)]);

    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
