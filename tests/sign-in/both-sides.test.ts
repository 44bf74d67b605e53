import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  type AuthFlowType,
  type ChallengeNameType,
  ConfirmDeviceCommand,
  ConfirmSignUpCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  type RespondToAuthChallengeCommandOutput,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { adminClient, publicClient, secretHash } from '#tests/support/clients.ts';
import { deviceProof, offeredDevice, verifierOf } from '#tests/support/devices.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { SmsConfiguration } from '#tests/support/mfa.ts';
import { register, toRequestOptions } from '#tests/support/passkeys.ts';
import { anEmail, aPhoneNumber, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { scriptedFunction, scriptedJudge, scriptedSteps } from '#tests/support/scripted-functions.ts';
import { startClient } from '#tests/support/srp-client.ts';
import { srpProof } from '#tests/support/srp-sign-in.ts';
import { codeOf, stepMs } from '#tests/support/totp.ts';

type Side = 'an app' | 'a server';
type Parameters = Readonly<Record<string, string>>;

// The app client has a secret, so every request has to prove it, whoever sends it.
const hashed = ({ clientId, clientSecret = '' }: TestPool, parameters: Parameters): Parameters => ({
  ...parameters,
  ...(parameters.USERNAME && { SECRET_HASH: secretHash(parameters.USERNAME, clientId, clientSecret) }),
});

const ContextData = { IpAddress: '192.0.2.7', ServerName: 'api', ServerPath: '/', HttpHeaders: [] };

const startOf = (side: Side, pool: TestPool) => (AuthFlow: AuthFlowType, parameters: Parameters, Session?: string) => {
  const request = { ClientId: pool.clientId, AuthFlow, AuthParameters: hashed(pool, parameters), Session };
  return side === 'an app'
    ? publicClient().send(new InitiateAuthCommand(request))
    : adminClient().send(new AdminInitiateAuthCommand({ ...request, UserPoolId: pool.poolId, ContextData }));
};

const answerOf =
  (side: Side, pool: TestPool) =>
  (
    { ChallengeName, Session }: { ChallengeName?: ChallengeNameType | undefined; Session?: string | undefined },
    parameters: Parameters,
    { ahead = 0 } = {},
  ): Promise<RespondToAuthChallengeCommandOutput> => {
    const ChallengeResponses = hashed(pool, parameters);
    const request = { ClientId: pool.clientId, ChallengeName, Session, ChallengeResponses };
    return side === 'an app'
      ? publicClient({ ahead }).send(new RespondToAuthChallengeCommand(request))
      : adminClient({ ahead }).send(
          new AdminRespondToAuthChallengeCommand({ ...request, UserPoolId: pool.poolId, ContextData }),
        );
  };

const client: Partial<CreateUserPoolClientCommandInput> = {
  GenerateSecret: true,
  ExplicitAuthFlows: [
    'ALLOW_USER_AUTH',
    'ALLOW_USER_SRP_AUTH',
    'ALLOW_USER_PASSWORD_AUTH',
    'ALLOW_ADMIN_USER_PASSWORD_AUTH',
    'ALLOW_CUSTOM_AUTH',
    'ALLOW_REFRESH_TOKEN_AUTH',
  ],
};

const ask = (challengeName: string) => ({ challengeName, issueTokens: false, failAuthentication: false });
const issue = { issueTokens: true, failAuthentication: false };

const names: Readonly<Record<string, Partial<CreateUserPoolCommandInput>>> = {
  'the username': {},
  'an alias': { AliasAttributes: ['email'] },
  'an e-mail address': { UsernameAttributes: ['email'] },
};

describe.each([
  ['an app', 'the username'],
  ['an app', 'an alias'],
  ['an app', 'an e-mail address'],
  ['a server', 'the username'],
  ['a server', 'an alias'],
  ['a server', 'an e-mail address'],
] as const)('%s that has a secret, and calls a user by %s', (side, kind) => {
  let pool: TestPool;
  let start: ReturnType<typeof startOf>;
  let answer: ReturnType<typeof answerOf>;

  const begin = async (settings: Partial<CreateUserPoolCommandInput>) => {
    pool = await makePool(
      {
        ...names[kind],
        AutoVerifiedAttributes: ['email'],
        Policies: {
          SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] },
        },
        SmsConfiguration,
        ...settings,
      },
      client,
    );
    start = startOf(side, pool);
    answer = answerOf(side, pool);
  };

  const newUser = async () => {
    const [email, phone] = [anEmail(), aPhoneNumber()];
    const attributes = [
      { Name: 'phone_number', Value: phone },
      { Name: 'phone_number_verified', Value: 'true' },
    ];
    const given = kind === 'an e-mail address' ? { username: email, email, attributes } : { email, attributes };
    const user = await makeUser(pool, given);
    return { ...user, phone, USERNAME: kind === 'the username' ? user.username : email };
  };

  const expectTokens = (
    { AuthenticationResult }: RespondToAuthChallengeCommandOutput,
    { username, sub }: { readonly username: string; readonly sub: string },
  ) => expect(decodeJwt(AuthenticationResult?.AccessToken ?? '')).toMatchObject({ username, sub });

  const passwordFlow = side === 'an app' ? 'USER_PASSWORD_AUTH' : 'ADMIN_USER_PASSWORD_AUTH';

  describe('where users choose', () => {
    beforeAll(() => begin({}));

    it('has the password proved by SRP, and renews the tokens', async () => {
      const user = await newUser();
      const srp = startClient();
      const asked = await start('USER_SRP_AUTH', { USERNAME: user.USERNAME, SRP_A: srp.srpA });
      expect(asked.ChallengeName).toBe('PASSWORD_VERIFIER');
      const done = await answer(asked, srpProof(pool, srp, asked.ChallengeParameters ?? {}));
      expectTokens(done, user);
      const REFRESH_TOKEN = done.AuthenticationResult?.RefreshToken ?? '';
      const SECRET_HASH = secretHash(user.username, pool.clientId, pool.clientSecret ?? '');
      expectTokens(await start('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN, SECRET_HASH }), user);
    });

    it('chooses a password, in clear and by SRP', async () => {
      const user = await newUser();
      const { USERNAME } = user;
      const choice = await start('USER_AUTH', { USERNAME });
      expect(choice).toMatchObject({
        ChallengeName: 'SELECT_CHALLENGE',
        AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP', 'SMS_OTP'],
      });
      const clear = await answer(choice, { USERNAME, ANSWER: 'PASSWORD' });
      expect(clear.ChallengeName).toBe('PASSWORD');
      expectTokens(await answer(clear, { USERNAME, PASSWORD: password }), user);

      const bySrp = await start('USER_AUTH', { USERNAME, PREFERRED_CHALLENGE: 'PASSWORD_SRP' });
      expect(bySrp.ChallengeName).toBe('PASSWORD_SRP');
      const srp = startClient();
      const asked = await answer(bySrp, { USERNAME, SRP_A: srp.srpA });
      expect(asked.ChallengeName).toBe('PASSWORD_VERIFIER');
      expectTokens(await answer(asked, srpProof(pool, srp, asked.ChallengeParameters ?? {})), user);
    });

    it.each(['EMAIL_OTP', 'SMS_OTP'] as const)('brings the code of %s', async (PREFERRED_CHALLENGE) => {
      const user = await newUser();
      const { USERNAME } = user;
      const asked = await start('USER_AUTH', { USERNAME, PREFERRED_CHALLENGE });
      expect(asked.ChallengeName).toBe(PREFERRED_CHALLENGE);
      const code = await codeFor(PREFERRED_CHALLENGE === 'EMAIL_OTP' ? user.email : user.phone);
      expectTokens(await answer(asked, { USERNAME, [`${PREFERRED_CHALLENGE}_CODE`]: code }), user);
    });

    it('signs with a passkey', async () => {
      const user = await newUser();
      const { USERNAME } = user;
      const { AuthenticationResult } = await start(passwordFlow, { USERNAME, PASSWORD: password });
      const authenticator = await register({ AccessToken: AuthenticationResult?.AccessToken ?? '' });
      const asked = await start('USER_AUTH', { USERNAME, PREFERRED_CHALLENGE: 'WEB_AUTHN' });
      expect(asked.ChallengeName).toBe('WEB_AUTHN');
      const CREDENTIAL = authenticator.sign(toRequestOptions(asked.ChallengeParameters));
      expectTokens(await answer(asked, { USERNAME, CREDENTIAL }), user);
    });

    it('goes on from a sign-up', async () => {
      const email = anEmail();
      const Username = kind === 'an e-mail address' ? email : `new-${email.slice(0, 8)}`;
      const { clientId: ClientId } = pool;
      const SecretHash = secretHash(Username, ClientId, pool.clientSecret ?? '');
      const who = { ClientId, Username, SecretHash };
      const UserAttributes = [{ Name: 'email', Value: email }];
      const { Session: begun, UserSub: sub = '' } = await publicClient().send(
        new SignUpCommand({ ...who, UserAttributes }),
      );
      const { Session } = await publicClient().send(
        new ConfirmSignUpCommand({ ...who, Session: begun, ConfirmationCode: await codeFor(email) }),
      );
      const username = kind === 'an e-mail address' ? sub : Username;
      expectTokens(await start('USER_AUTH', {}, Session), { username, sub });
    });

    it('replaces a temporary password', async () => {
      const email = anEmail();
      const { User } = await adminClient().send(
        new AdminCreateUserCommand({
          UserPoolId: pool.poolId,
          Username: kind === 'an e-mail address' ? email : `new-${email.slice(0, 8)}`,
          TemporaryPassword: password,
          MessageAction: 'SUPPRESS',
          UserAttributes: [
            { Name: 'email', Value: email },
            { Name: 'email_verified', Value: 'true' },
          ],
        }),
      );
      const username = User?.Username ?? '';
      const USERNAME = kind === 'the username' ? username : email;
      const asked = await start(passwordFlow, { USERNAME, PASSWORD: password });
      expect(asked.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
      const sub = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';
      expectTokens(await answer(asked, { USERNAME, NEW_PASSWORD: 'Another-horse-1' }), { username, sub });
    });
  });

  describe('where devices are remembered', () => {
    beforeAll(() =>
      begin({ DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false } }),
    );

    it('proves a device, and renews the tokens on it', async () => {
      const user = await newUser();
      const { USERNAME } = user;
      const { AuthenticationResult: first } = await start(passwordFlow, { USERNAME, PASSWORD: password });
      const device = offeredDevice(first);
      await publicClient().send(
        new ConfirmDeviceCommand({
          AccessToken: first?.AccessToken,
          DeviceKey: device.key,
          DeviceSecretVerifierConfig: verifierOf(device),
        }),
      );
      const asked = await start(passwordFlow, { USERNAME, PASSWORD: password, DEVICE_KEY: device.key });
      expect(asked.ChallengeName).toBe('DEVICE_SRP_AUTH');
      const srp = startClient();
      const offer = await answer(asked, { USERNAME, DEVICE_KEY: device.key, SRP_A: srp.srpA });
      expect(offer.ChallengeName).toBe('DEVICE_PASSWORD_VERIFIER');
      const proof = deviceProof(srp, device, offer.ChallengeParameters ?? {});
      const done = await answer(offer, { USERNAME, ...proof });
      expectTokens(done, user);
      const renewed = await start('REFRESH_TOKEN_AUTH', {
        REFRESH_TOKEN: done.AuthenticationResult?.RefreshToken ?? '',
        DEVICE_KEY: device.key,
        SECRET_HASH: secretHash(user.username, pool.clientId, pool.clientSecret ?? ''),
      });
      expect(decodeJwt(renewed.AuthenticationResult?.AccessToken ?? '')).toMatchObject({ device_key: device.key });
    });
  });

  describe('where second factors are asked for', () => {
    beforeAll(async () => {
      await begin({});
      await adminClient().send(
        new SetUserPoolMfaConfigCommand({
          UserPoolId: pool.poolId,
          MfaConfiguration: 'OPTIONAL',
          SmsMfaConfiguration: { SmsConfiguration },
          EmailMfaConfiguration: {},
          SoftwareTokenMfaConfiguration: { Enabled: true },
        }),
      );
    });

    it('chooses one, and brings its code', async () => {
      const user = await newUser();
      const { USERNAME } = user;
      await adminClient().send(
        new AdminSetUserMFAPreferenceCommand({
          UserPoolId: pool.poolId,
          Username: USERNAME,
          SMSMfaSettings: { Enabled: true },
          EmailMfaSettings: { Enabled: true },
        }),
      );
      for (const [ANSWER, to] of [
        ['SMS_MFA', user.phone],
        ['EMAIL_OTP', user.email],
      ] as const) {
        const choice = await start(passwordFlow, { USERNAME, PASSWORD: password });
        expect(choice.ChallengeName).toBe('SELECT_MFA_TYPE');
        const asked = await answer(choice, { USERNAME, ANSWER });
        expect(asked.ChallengeName).toBe(ANSWER);
        expectTokens(await answer(asked, { USERNAME, [`${ANSWER}_CODE`]: await codeFor(to) }), user);
      }
    });
  });

  describe('where second factors are required', () => {
    beforeAll(async () => {
      await begin({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } } });
      await adminClient().send(
        new SetUserPoolMfaConfigCommand({
          UserPoolId: pool.poolId,
          MfaConfiguration: 'ON',
          SoftwareTokenMfaConfiguration: { Enabled: true },
        }),
      );
    });

    it('has an app set up, and is asked for its code then', async () => {
      const user = await newUser();
      const { USERNAME } = user;
      const setUp = await start(passwordFlow, { USERNAME, PASSWORD: password });
      expect(setUp.ChallengeName).toBe('MFA_SETUP');
      const { SecretCode = '', Session: given } = await publicClient().send(
        new AssociateSoftwareTokenCommand({ Session: setUp.Session }),
      );
      const UserCode = codeOf(SecretCode);
      const { Session } = await publicClient().send(new VerifySoftwareTokenCommand({ Session: given, UserCode }));
      expectTokens(await answer({ ...setUp, Session }, { USERNAME }), user);

      const asked = await start(passwordFlow, { USERNAME, PASSWORD: password });
      expect(asked.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
      const SOFTWARE_TOKEN_MFA_CODE = codeOf(SecretCode, Date.now() + stepMs);
      expectTokens(await answer(asked, { USERNAME, SOFTWARE_TOKEN_MFA_CODE }, { ahead: stepMs }), user);
    });
  });

  describe('where functions of the pool decide', () => {
    const steps = side === 'an app' ? [] : [ask('ADMIN_NO_SRP_AUTH')];
    beforeAll(() =>
      begin({
        LambdaConfig: {
          DefineAuthChallenge: scriptedSteps(...steps, ask('CUSTOM_CHALLENGE'), issue),
          CreateAuthChallenge: scriptedFunction({
            publicChallengeParameters: {},
            privateChallengeParameters: { answer: '42' },
            challengeMetadata: 'PUZZLE',
          }),
          VerifyAuthChallengeResponse: scriptedJudge(),
        },
      }),
    );

    it('answers what they ask', async () => {
      const user = await newUser();
      const { USERNAME } = user;
      const first = await start('CUSTOM_AUTH', { USERNAME });
      const asked = side === 'an app' ? first : await answer(first, { USERNAME, PASSWORD: password });
      expect(asked.ChallengeName).toBe('CUSTOM_CHALLENGE');
      expectTokens(await answer(asked, { USERNAME, ANSWER: '42' }), user);
    });
  });
});
