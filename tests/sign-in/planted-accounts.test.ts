import { randomBytes, randomUUID } from 'node:crypto';
import {
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminListDevicesCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateUserAttributesCommand,
  ChangePasswordCommand,
  type CreateUserPoolCommandInput,
  GetUserCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  ListWebAuthnCredentialsCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { SmsConfiguration } from '#tests/support/mfa.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { anEmail, aPhoneNumber, makePool, password, type TestPool } from '#tests/support/pools.ts';
import { itemsAbout, putItems } from '#tests/support/raw-table.ts';
import { confirmForgot, forgot, newPassword } from '#tests/support/recovery.ts';
import { scriptedFunction, scriptedJudge, scriptedSteps } from '#tests/support/scripted-functions.ts';
import { answerChallenge, beginSignIn, signIn } from '#tests/support/sign-in.ts';
import { confirmSignUp, userOf } from '#tests/support/sign-up.ts';
import { beginSrp, signInBySrp } from '#tests/support/srp-sign-in.ts';
import { loadUser } from '#tests/support/user-loader.ts';

type Contact = 'email' | 'phone_number';
type CodeFactor = 'EMAIL_OTP' | 'SMS_OTP';

const refused = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

const Schema = [
  { Name: 'name', AttributeDataType: 'String', Required: true, Mutable: true },
  { Name: 'colour', AttributeDataType: 'String', Mutable: true },
] satisfies CreateUserPoolCommandInput['Schema'];

const makeOpenPool = (given: Partial<CreateUserPoolCommandInput> = {}): Promise<TestPool> =>
  makePool(
    {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'] } },
      AliasAttributes: ['email', 'phone_number'],
      AutoVerifiedAttributes: ['email', 'phone_number'],
      SmsConfiguration,
      Schema,
      ...given,
    },
    {
      ExplicitAuthFlows: [
        'ALLOW_USER_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_CUSTOM_AUTH',
      ],
      PreventUserExistenceErrors: 'LEGACY',
    },
  );

interface Planted {
  readonly username: string;
  readonly email: string;
  readonly phone_number: string;
}

/** Signs up with two addresses, a password and a name. */
const plant = async (
  { clientId }: TestPool,
  asUsername?: Contact,
): Promise<Planted & { readonly Session: string | undefined }> => {
  const contacts = { email: anEmail(), phone_number: aPhoneNumber() };
  const attributes = { ...contacts, name: 'Ada', 'custom:colour': 'green' };
  const signUp = new SignUpCommand({
    ClientId: clientId,
    Username: asUsername ? contacts[asUsername] : `user-${randomUUID()}`,
    Password: password,
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  });
  const { UserSub = '', Session } = await publicClient().send(signUp);
  return { ...contacts, username: asUsername ? UserSub : (signUp.input.Username ?? ''), Session };
};

const begin = (
  { clientId: ClientId }: TestPool,
  USERNAME: string,
  parameters: Readonly<Record<string, string>>,
): Promise<InitiateAuthCommandOutput> =>
  publicClient().send(
    new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME, ...parameters } }),
  );

const contactOf: Readonly<Record<CodeFactor, Contact>> = { EMAIL_OTP: 'email', SMS_OTP: 'phone_number' };

/** Signs in the owner of an address, by the code that is sent there. */
const signInByCode = async (pool: TestPool, user: Planted, factor: CodeFactor, name = user.username) => {
  const asked = await begin(pool, name, { PREFERRED_CHALLENGE: factor });
  const code = (await codeFor(user[contactOf[factor]])) ?? '';
  const { AuthenticationResult } = await answerChallenge(pool, asked, { USERNAME: name, [`${factor}_CODE`]: code });
  if (!AuthenticationResult?.AccessToken) throw new Error('The code gave no tokens.');
  return AuthenticationResult;
};

const adminPassword = ({ poolId: UserPoolId, clientId: ClientId }: TestPool, USERNAME: string, PASSWORD = password) =>
  adminClient().send(
    new AdminInitiateAuthCommand({
      UserPoolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );

const typesOf = async ({ poolId }: TestPool, { username }: Planted): Promise<readonly unknown[]> =>
  [...new Set((await itemsAbout(`${poolId}#${username}`)).map(({ type }) => type))].sort();

describe.each([
  ['EMAIL_OTP', 'SMS_OTP'],
  ['SMS_OTP', 'EMAIL_OTP'],
] as const)('who is confirmed by a first sign-in by %s', (factor, other) => {
  const [own, foreign] = [contactOf[factor], contactOf[other]];

  it('has no password of whoever signed up, in any flow', async () => {
    const pool = await makeOpenPool();
    const user = await plant(pool);
    const proof = await beginSrp(pool, user);
    await signInByCode(pool, user, factor);

    await expect(signIn(pool, user)).rejects.toMatchObject(refused);
    await expect(adminPassword(pool, user.username)).rejects.toMatchObject(refused);
    await expect(signInBySrp(pool, user)).rejects.toMatchObject(refused);
    await expect(
      answerChallenge(pool, { ChallengeName: 'PASSWORD_VERIFIER' }, proof.answer.ChallengeResponses ?? {}),
    ).rejects.toMatchObject(refused);
    const chosen = await begin(pool, user.username, { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password });
    expect(chosen).toMatchObject({ ChallengeName: 'SELECT_CHALLENGE', AvailableChallenges: [factor] });
    expect(await typesOf(pool, user)).toEqual(['Failures', 'MessageCount', 'TokenFamily', 'User']);
  });

  it('keeps the rest of the profile, and sets a password of their own', async () => {
    const pool = await makeOpenPool();
    const user = await plant(pool);
    const { AccessToken } = await signInByCode(pool, user, factor);

    const { attributes, status } = await userOf(pool, user.username);
    expect(status).toBe('CONFIRMED');
    expect(attributes).toEqual({
      sub: attributes.sub,
      name: 'Ada',
      'custom:colour': 'green',
      [own]: user[own],
      [`${own}_verified`]: 'true',
    });
    await publicClient().send(new ChangePasswordCommand({ AccessToken, ProposedPassword: newPassword }));
    await expect(signIn(pool, user, { secret: newPassword })).resolves.toBeDefined();
    await expect(signIn(pool, { username: user[own] }, { secret: newPassword })).resolves.toBeDefined();
  });

  it('is reached by no other address: not to recover, not by codes, not by name', async () => {
    const pool = await makeOpenPool();
    const user = await plant(pool);
    const earlier = await begin(pool, user.username, { PREFERRED_CHALLENGE: other });
    const earlierCode = await codeFor(user[foreign]);
    await signInByCode(pool, user, factor);

    await expect(
      answerChallenge(pool, earlier, { USERNAME: user.username, [`${other}_CODE`]: earlierCode }),
    ).rejects.toMatchObject({ name: 'CodeMismatchException' });
    const asked = await begin(pool, user.username, { PREFERRED_CHALLENGE: other });
    expect(asked.AvailableChallenges).toEqual([factor]);
    await expect(begin(pool, user[foreign], { PREFERRED_CHALLENGE: other })).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    const sent = (await mailTo(user[foreign])).length;
    await forgot(pool, user.username);
    expect(await mailTo(user[foreign])).toHaveLength(sent);
    await confirmForgot(pool, user.username, await codeFor(user[own]));
    await expect(signIn(pool, user, { secret: newPassword })).resolves.toBeDefined();
  });

  it.each([own, foreign])(
    'is no longer called by the other address where users are: sign-up by %s',
    async (asUsername) => {
      const pool = await makeOpenPool({ AliasAttributes: undefined, UsernameAttributes: ['email', 'phone_number'] });
      const user = await plant(pool, asUsername);
      await signInByCode(pool, user, factor, user[own]);

      await expect(signIn(pool, { username: user[foreign] })).rejects.toMatchObject({ name: 'UserNotFoundException' });
      await expect(signIn(pool, { username: user[own] })).rejects.toMatchObject(refused);
      // Its owner may sign up with it.
      await publicClient().send(
        new SignUpCommand({
          ClientId: pool.clientId,
          Username: user[foreign],
          Password: newPassword,
          UserAttributes: [{ Name: 'name', Value: 'Eve' }],
        }),
      );
    },
  );

  it('has not the other address where the pool requires both', async () => {
    const required = (Name: Contact) => ({ Name, AttributeDataType: 'String', Required: true, Mutable: true }) as const;
    const pool = await makeOpenPool({ Schema: [...Schema, required('email'), required('phone_number')] });
    const user = await plant(pool);
    const { AccessToken } = await signInByCode(pool, user, factor);
    const { UserAttributes = [] } = await publicClient().send(new GetUserCommand({ AccessToken }));
    expect(UserAttributes.map(({ Name }) => Name)).not.toContain(foreign);
    expect(UserAttributes).toContainEqual({ Name: 'name', Value: 'Ada' });
  });

  it('keeps everything in a strict pool, as in Cognito', async () => {
    const pool = await makeOpenPool();
    await callOwn('SetUserPoolCompatibility', { UserPoolId: pool.poolId, Strict: true });
    const user = await plant(pool);
    await signInByCode(pool, user, factor);
    await expect(signIn(pool, user)).resolves.toBeDefined();
    await expect(signInBySrp(pool, user)).resolves.toBeDefined();
    const { attributes, status } = await userOf(pool, user.username);
    expect(status).toBe('CONFIRMED');
    expect(attributes).toMatchObject({ [own]: user[own], [`${own}_verified`]: 'true', [foreign]: user[foreign] });
  });
});

describe('who signed up', () => {
  it.each(['with the Session of the sign-up', 'without it'])('keeps the password by ConfirmSignUp %s', async (how) => {
    const pool = await makeOpenPool();
    const user = await plant(pool);
    const Session = how === 'without it' ? undefined : user.Session;
    // The code is sent to the phone number first.
    const ConfirmationCode = await codeFor(user.phone_number);
    const confirmed = await confirmSignUp(pool, user, { ConfirmationCode, Session });
    const goOn = { ClientId: pool.clientId, AuthFlow: 'USER_AUTH', Session: confirmed.Session } as const;
    const { AuthenticationResult } = await publicClient().send(new InitiateAuthCommand(goOn));
    expect(AuthenticationResult?.AccessToken).toBeDefined();
    await expect(signIn(pool, user)).resolves.toBeDefined();
    expect((await userOf(pool, user.username)).attributes).toMatchObject({ email: user.email });
    await signInByCode(pool, user, 'SMS_OTP');
    await expect(signInBySrp(pool, user)).resolves.toBeDefined();
    expect((await userOf(pool, user.username)).attributes).toMatchObject({ phone_number: user.phone_number });
  });

  it('keeps the password where it is proved in the sign-in that the code is of', async () => {
    const ask = (challengeName: string) => ({ challengeName, issueTokens: false, failAuthentication: false });
    const steps = [ask('SRP_A'), ask('PASSWORD_VERIFIER'), ask('EMAIL_OTP'), { issueTokens: true }];
    const pool = await makeOpenPool({
      LambdaConfig: { DefineAuthChallenge: scriptedSteps(...steps) },
    });
    const user = await plant(pool);
    await preferMail(pool, user.username);
    const { answer } = await beginSrp(pool, user, { flow: 'CUSTOM_AUTH' });
    const asked = await answerChallenge(pool, answer, answer.ChallengeResponses ?? {});
    expect(asked.ChallengeName).toBe('EMAIL_OTP');
    const EMAIL_OTP_CODE = await codeFor(user.email);
    const done = await answerChallenge(pool, asked, { USERNAME: user.username, EMAIL_OTP_CODE });
    expect(done.AuthenticationResult?.AccessToken).toBeDefined();
    expect(await userOf(pool, user.username)).toMatchObject({
      status: 'CONFIRMED',
      attributes: { phone_number: user.phone_number },
    });
    expect((await beginSignIn(pool, user.username)).ChallengeName).toBe('EMAIL_OTP');
  });

  it('goes on with no custom sign-in that was begun before the owner of the address came', async () => {
    const puzzle = scriptedFunction({ privateChallengeParameters: { answer: '42' }, publicChallengeParameters: {} });
    const ask = (challengeName: string) => ({ challengeName, issueTokens: false, failAuthentication: false });
    const steps = [ask('SRP_A'), ask('PASSWORD_VERIFIER'), ask('CUSTOM_CHALLENGE'), { issueTokens: true }];
    const pool = await makeOpenPool({
      LambdaConfig: {
        DefineAuthChallenge: scriptedSteps(...steps),
        CreateAuthChallenge: puzzle,
        VerifyAuthChallengeResponse: scriptedJudge(),
      },
    });
    const user = await plant(pool);
    const { answer } = await beginSrp(pool, user, { flow: 'CUSTOM_AUTH' });
    const asked = await answerChallenge(pool, answer, answer.ChallengeResponses ?? {});
    expect(asked.ChallengeName).toBe('CUSTOM_CHALLENGE');
    const waiting = (await itemsAbout(`${pool.poolId}#${user.username}`)).filter(({ type }) => type === 'CustomSignIn');
    expect(waiting).toHaveLength(1);
    await signInByCode(pool, user, 'EMAIL_OTP');
    const goOn = () => answerChallenge(pool, asked, { USERNAME: user.username, ANSWER: '42' });
    await expect(goOn()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    // One that began too late to be found among those to end. Its password is gone all the same.
    await putItems(waiting);
    await expect(goOn()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('leaves nothing that opens, however much of it there was', async () => {
    const pool = await makeOpenPool({
      MfaConfiguration: 'OPTIONAL',
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false },
    });
    const planted = { username: `user-${randomUUID()}`, email: anEmail(), phone_number: aPhoneNumber() };
    const now = new Date().toISOString();
    await loadUser(pool.poolId, {
      username: planted.username,
      status: 'UNCONFIRMED',
      attributes: { email: planted.email, phone_number: planted.phone_number, phone_number_verified: 'true' },
      pending: { email: anEmail() },
      password: { hash: '$2b$04$abcdefghijklmnopqrstuuJm0ELB0rR3vI0oJqBo1kb5PXBZqZxQG', history: [] },
      softwareToken: { seed: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
      recoveryCodes: { key: randomBytes(32).toString('base64'), codes: { [randomUUID()]: true }, createdAt: now },
      passkeys: [
        {
          credentialId: randomBytes(32).toString('base64url'),
          publicKey: randomBytes(77).toString('base64'),
          counter: 0,
          transports: [],
          friendlyName: 'key',
          relyingPartyId: 'example.com',
          createdAt: now,
        },
      ],
      devices: Array.from({ length: 50 }, () => ({
        key: `us-east-1_${randomUUID()}`,
        groupKey: '-abcdefgh',
        remembered: true,
        salt: '00112233445566778899aabbccddeeff',
        verifier: randomBytes(384).toString('base64'),
        createdAt: now,
        updatedAt: now,
        authenticatedAt: now,
      })),
    });
    expect(await typesOf(pool, planted)).toEqual(
      expect.arrayContaining(['Device', 'Passkey', 'Password', 'RecoveryCodes', 'SoftwareToken']),
    );
    const { AccessToken } = await signInByCode(pool, planted, 'EMAIL_OTP');
    expect(await typesOf(pool, planted)).toEqual(['MessageCount', 'TokenFamily', 'User']);
    const name = { UserPoolId: pool.poolId, Username: planted.username };
    expect((await adminClient().send(new AdminListDevicesCommand(name))).Devices).toEqual([]);
    expect((await publicClient().send(new ListWebAuthnCredentialsCommand({ AccessToken }))).Credentials).toEqual([]);
    const seen = await adminClient().send(new AdminGetUserCommand(name));
    expect(seen).not.toHaveProperty('UserMFASettingList');
    expect(seen.UserAttributes?.map(({ Name }) => Name)).not.toContain('phone_number');
  });
});

const preferMail = async ({ poolId: UserPoolId }: TestPool, Username: string) => {
  const asked = { UserPoolId, MfaConfiguration: 'OPTIONAL', EmailMfaConfiguration: {} } as const;
  await adminClient().send(new SetUserPoolMfaConfigCommand(asked));
  await adminClient().send(
    new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username, EmailMfaSettings: { Enabled: true } }),
  );
};

describe('who proved something else, and put an address of somebody there', () => {
  const putThere = async (AccessToken: string | undefined, email: string): Promise<void> => {
    const UserAttributes = [{ Name: 'email', Value: email }];
    await publicClient().send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
  };

  const confirmed = async (pool: TestPool): Promise<Planted> => {
    const user = await plant(pool);
    await confirmSignUp(pool, user, { ConfirmationCode: await codeFor(user.phone_number), Session: undefined });
    return user;
  };

  it('gets no sign-in by code there before its owner has verified it', async () => {
    const pool = await makeOpenPool();
    const user = await confirmed(pool);
    const { AccessToken } = await signIn(pool, user);
    const email = anEmail();
    await putThere(AccessToken, email);
    const chosen = await begin(pool, user.username, { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    expect(chosen).toMatchObject({ ChallengeName: 'SELECT_CHALLENGE' });
    expect(chosen.AvailableChallenges).not.toContain('EMAIL_OTP');
    expect(await mailTo(email)).toHaveLength(1);

    const Code = await codeFor(email);
    await publicClient().send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code }));
    await signInByCode(pool, { ...user, email }, 'EMAIL_OTP');
    await expect(signIn(pool, user)).resolves.toBeDefined();
  });

  it('gets none with a Session of before, either', async () => {
    const pool = await makeOpenPool();
    const user = await confirmed(pool);
    const admin = { UserPoolId: pool.poolId, Username: user.username };
    const verified = (Value: string) =>
      adminClient().send(
        new AdminUpdateUserAttributesCommand({ ...admin, UserAttributes: [{ Name: 'email_verified', Value }] }),
      );
    await verified('true');
    const asked = await begin(pool, user.username, { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    await verified('false');
    const answers = { USERNAME: user.username, EMAIL_OTP_CODE: await codeFor(user.email) };
    await expect(answerChallenge(pool, asked, answers)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('is signed out by it where nothing else opens the account', async () => {
    const pool = await makeOpenPool();
    const user = await plant(pool);
    const { AccessToken } = await signInByCode(pool, user, 'EMAIL_OTP');
    const email = anEmail();
    await putThere(AccessToken, email);
    await signInByCode(pool, { ...user, email }, 'EMAIL_OTP');
    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });
  });

  it('gets it in a strict pool, as in Cognito', async () => {
    const pool = await makeOpenPool();
    await callOwn('SetUserPoolCompatibility', { UserPoolId: pool.poolId, Strict: true });
    const user = await confirmed(pool);
    await signInByCode(pool, user, 'EMAIL_OTP');
    await expect(signIn(pool, user)).resolves.toBeDefined();
  });
});
