import { randomUUID } from 'node:crypto';
import { SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient, secretHash } from '#tests/support/clients.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { anEmail, aPhoneNumber, makePool, makeUser, password } from '#tests/support/pools.ts';
import { scriptedFunction } from '#tests/support/scripted-functions.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { confirmSignUp, signUp, userOf } from '#tests/support/sign-up.ts';
import { functionArn } from '../../triggers/invoking.ts';

const withEmail = { AutoVerifiedAttributes: ['email' as const] };

describe('SignUp', () => {
  it('makes an unconfirmed user and sends a code to the email', async () => {
    const pool = await makePool(withEmail);
    const { username, email, answer } = await signUp(pool);

    expect(answer).toMatchObject({
      UserConfirmed: false,
      UserSub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      CodeDeliveryDetails: {
        AttributeName: 'email',
        DeliveryMedium: 'EMAIL',
        Destination: `${email[0]}***@e***`,
      },
    });
    expect(answer.Session).toBeUndefined();
    expect(await codeFor(email)).toMatch(/^\d{6}$/);
    expect(await userOf(pool, username)).toEqual({
      status: 'UNCONFIRMED',
      username,
      attributes: { sub: answer.UserSub, email, email_verified: 'false' },
    });
  });

  it('sends the code to the phone first where both are verified', async () => {
    const pool = await makePool({ AutoVerifiedAttributes: ['email', 'phone_number'] });
    const phone = aPhoneNumber();
    const { answer, email } = await signUp(pool, {
      UserAttributes: [
        { Name: 'email', Value: anEmail() },
        { Name: 'phone_number', Value: phone },
      ],
    });

    expect(answer.CodeDeliveryDetails).toEqual({
      AttributeName: 'phone_number',
      DeliveryMedium: 'SMS',
      Destination: `+*******${phone.slice(-4)}`,
    });
    expect(await codeFor(phone)).toMatch(/^\d{6}$/);
    expect(await mailTo(email)).toEqual([]);
  });

  it('sends no code where nothing is verified', async () => {
    const pool = await makePool();
    const { answer, email } = await signUp(pool);

    expect(answer.UserConfirmed).toBe(false);
    expect(answer.CodeDeliveryDetails).toBeUndefined();
    expect(await mailTo(email)).toEqual([]);
  });

  it('refuses a username that is taken, in whatever case where case does not matter', async () => {
    const pool = await makePool({ UsernameConfiguration: { CaseSensitive: false } });
    const { username } = await signUp(pool);

    for (const again of [username, username.toUpperCase()]) {
      await expect(signUp(pool, { username: again })).rejects.toMatchObject({
        name: 'UsernameExistsException',
        message: 'User already exists',
      });
    }
  });

  it('refuses the id of another user as username', async () => {
    const pool = await makePool();
    const { sub } = await makeUser(pool);
    await expect(signUp(pool, { username: sub })).rejects.toThrow('User already exists');
  });

  it('takes two names that differ in case where case matters', async () => {
    const pool = await makePool();
    const { username } = await signUp(pool);
    await expect(signUp(pool, { username: username.toUpperCase() })).resolves.toBeDefined();
  });

  it('makes up the username where users sign up with their email', async () => {
    const pool = await makePool({ UsernameAttributes: ['email'], ...withEmail });
    const email = anEmail();
    const { answer } = await signUp(pool, { username: email, UserAttributes: [] });

    expect(await userOf(pool, email)).toEqual({
      status: 'UNCONFIRMED',
      username: answer.UserSub,
      attributes: { sub: answer.UserSub, email, email_verified: 'false' },
    });
    await expect(signUp(pool, { username: email, UserAttributes: [] })).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'An account with the given email already exists.',
    });
    await expect(signUp(pool, { username: 'ada' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Username should be an email.',
    });
  });

  it('refuses a phone number that another user signed up with', async () => {
    const pool = await makePool({ UsernameAttributes: ['email', 'phone_number'] });
    const phone = aPhoneNumber();
    await signUp(pool, { username: phone, UserAttributes: [] });
    const taken = {
      name: 'UsernameExistsException',
      message: 'An account with the given phone_number already exists.',
    };
    await expect(signUp(pool, { username: phone, UserAttributes: [] })).rejects.toMatchObject(taken);
    const beside = { username: anEmail(), UserAttributes: [{ Name: 'phone_number', Value: phone }] };
    await expect(signUp(pool, beside)).rejects.toMatchObject(taken);
  });

  it('takes an email that another user has as alias: confirmation decides', async () => {
    const pool = await makePool({ AliasAttributes: ['email'], ...withEmail });
    const { email } = await makeUser(pool);
    await expect(signUp(pool, { email })).resolves.toBeDefined();
  });

  it('refuses usernames that look like an alias, and a preferred name before confirmation', async () => {
    const pool = await makePool({ AliasAttributes: ['email', 'preferred_username'] });
    await expect(signUp(pool, { username: anEmail() })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Username cannot be of email format, since user pool is configured for email alias.',
    });
    await expect(
      signUp(pool, { UserAttributes: [{ Name: 'preferred_username', Value: 'ada' }] }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('asks for the attributes that the pool requires and refuses those that it does not know', async () => {
    const pool = await makePool({ Schema: [{ Name: 'email', Required: true }] });
    await expect(signUp(pool, { UserAttributes: [] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Attributes did not conform to the schema: email: The attribute is required\n',
    });
    await expect(
      signUp(pool, {
        UserAttributes: [
          { Name: 'email', Value: anEmail() },
          { Name: 'custom:x', Value: '1' },
        ],
      }),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Attributes did not conform to the schema: custom:x: Attribute does not exist in the schema.\n',
    });
  });

  it('lets no client call its own address verified, nor write what it may not', async () => {
    const pool = await makePool({}, { WriteAttributes: ['email'] });
    const unauthorized = {
      name: 'NotAuthorizedException',
      message: 'A client attempted to write unauthorized attribute',
    };
    for (const Name of ['email_verified', 'name']) {
      const UserAttributes = [
        { Name: 'email', Value: anEmail() },
        { Name, Value: 'true' },
      ];
      await expect(signUp(pool, { UserAttributes })).rejects.toMatchObject(unauthorized);
    }
  });

  it('names the first rule of the policy that a password breaks', async () => {
    const pool = await makePool();
    const reasons = {
      'Short-1': 'Password not long enough',
      'lower-case-1': 'Password must have uppercase characters',
      'UPPER-CASE-1': 'Password must have lowercase characters',
      'No-numbers': 'Password must have numeric characters',
      NoSymbols1: 'Password must have symbol characters',
    };
    for (const [Password, reason] of Object.entries(reasons)) {
      await expect(signUp(pool, { Password })).rejects.toMatchObject({
        name: 'InvalidPasswordException',
        message: `Password did not conform with policy: ${reason}`,
      });
    }
  });

  it('asks for a password', async () => {
    const pool = await makePool();
    await expect(signUp(pool, { Password: undefined })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('is closed where only administrators make users', async () => {
    const pool = await makePool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
    await expect(signUp(pool)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'SignUp is not permitted for this user pool',
    });
  });

  it('asks a client with a secret for its proof', async () => {
    const pool = await makePool({}, { GenerateSecret: true });
    const username = `user-${randomUUID()}`;
    await expect(signUp(pool, { username })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: `Client ${pool.clientId} is configured with secret but SECRET_HASH was not received`,
    });
    await expect(signUp(pool, { username, SecretHash: 'AAAA' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: `Unable to verify secret hash for client ${pool.clientId}`,
    });
    const SecretHash = secretHash(username, pool.clientId, pool.clientSecret ?? '');
    await expect(signUp(pool, { username, SecretHash })).resolves.toBeDefined();
  });

  it('does not know a client that is not there', async () => {
    const unknown = new SignUpCommand({ ClientId: 'nobody', Username: 'ada', Password: password });
    await expect(publicClient().send(unknown)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool client nobody does not exist.',
    });
  });

  it('lets the PreSignUp trigger refuse, and leaves nobody behind', async () => {
    const pool = await makePool({ LambdaConfig: { PreSignUp: functionArn('allowEmailDomains') }, ...withEmail });
    const username = `user-${randomUUID()}`;
    await expect(signUp(pool, { username, email: 'ada@elsewhere.example' })).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error Sign-up is open to addresses of your organization only.',
    });
    await expect(userOf(pool, username)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('confirms at once, without a code, whom the PreSignUp trigger confirms, and calls PostConfirmation', async () => {
    const PreSignUp = scriptedFunction({ autoConfirmUser: true, autoVerifyEmail: true });
    const LambdaConfig = { PreSignUp, PostConfirmation: functionArn('welcomeMessage') };
    const pool = await makePool({ LambdaConfig, ...withEmail });
    const user = await signUp(pool);

    expect(user.answer.UserConfirmed).toBe(true);
    expect(user.answer.CodeDeliveryDetails).toBeUndefined();
    expect((await mailTo(user.email)).map(({ subject }) => subject)).toEqual([expect.stringMatching(/^Welcome to /)]);
    const { status, attributes } = await userOf(pool, user.username);
    expect({ status, verified: attributes.email_verified }).toEqual({ status: 'CONFIRMED', verified: 'true' });
    await expect(signIn(pool, user)).resolves.toBeDefined();
  });

  it('moves aliases to a user whose addresses the PreSignUp trigger vouches for', async () => {
    const PreSignUp = scriptedFunction({ autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: true });
    const pool = await makePool({ AliasAttributes: ['email', 'phone_number'], LambdaConfig: { PreSignUp } });
    const UserAttributes = [
      { Name: 'email', Value: anEmail() },
      { Name: 'phone_number', Value: aPhoneNumber() },
    ];
    const owner = await signUp(pool, { UserAttributes });

    const { username } = await signUp(pool, { UserAttributes });

    for (const { Value } of UserAttributes) expect((await userOf(pool, Value)).username).toBe(username);
    const { attributes } = await userOf(pool, owner.username);
    expect([attributes.email_verified, attributes.phone_number_verified]).toEqual(['false', 'false']);
  });

  it('moves nothing where users sign up with their email, whatever the PreSignUp trigger says', async () => {
    const PreSignUp = scriptedFunction({ autoConfirmUser: true, autoVerifyEmail: true });
    const pool = await makePool({ UsernameAttributes: ['email', 'phone_number'], LambdaConfig: { PreSignUp } });
    const email = anEmail();
    await signUp(pool, { username: email, UserAttributes: [] });
    const beside = { username: aPhoneNumber(), UserAttributes: [{ Name: 'email', Value: email }] };
    await expect(signUp(pool, beside)).rejects.toMatchObject({ name: 'UsernameExistsException' });
  });

  it('refuses a PreSignUp trigger that verifies what is not there', async () => {
    const PreSignUp = scriptedFunction({ autoVerifyPhone: true });
    const pool = await makePool({ LambdaConfig: { PreSignUp } });
    await expect(signUp(pool)).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
  });

  it('keeps the user, who may ask again, when the message cannot be made', async () => {
    const CustomMessage = scriptedFunction({ emailMessage: 'There is no code in this.' });
    const pool = await makePool({ LambdaConfig: { CustomMessage }, ...withEmail });
    const username = `user-${randomUUID()}`;
    await expect(signUp(pool, { username })).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
    expect((await userOf(pool, username)).status).toBe('UNCONFIRMED');
  });

  it('begins what confirmation and sign-in end', async () => {
    const pool = await makePool(withEmail);
    const user = await signUp(pool);
    await expect(signIn(pool, user)).rejects.toMatchObject({ name: 'UserNotConfirmedException' });
    await confirmSignUp(pool, user);
    await expect(signIn(pool, user)).resolves.toBeDefined();
  });
});
