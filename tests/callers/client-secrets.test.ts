import {
  AdminInitiateAuthCommand,
  type ChallengeNameType,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { assertionFields, makeKeyClient, newAssertion, newEcKeys } from '#tests/support/client-keys.ts';
import { adminClient, publicClient, secretHash } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { exchange, newCode, onPages } from '#tests/support/oauth.ts';
import {
  anEmail,
  makeClient,
  makePool,
  makeUser,
  password,
  type TestPool,
  type TestUser,
} from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { startClient } from '#tests/support/srp-client.ts';
import { beginSrp } from '#tests/support/srp-sign-in.ts';

const anyone = publicClient();

const settings = {
  ExplicitAuthFlows: [
    'ALLOW_ADMIN_USER_PASSWORD_AUTH' as const,
    'ALLOW_CUSTOM_AUTH' as const,
    'ALLOW_REFRESH_TOKEN_AUTH' as const,
    'ALLOW_USER_AUTH' as const,
    'ALLOW_USER_PASSWORD_AUTH' as const,
    'ALLOW_USER_SRP_AUTH' as const,
  ],
};

const wrongHash = Buffer.alloc(32, 1).toString('base64');

interface Subject {
  readonly pool: TestPool;
  readonly user: TestUser;
  /** What an honest caller sends in addition to the username. */
  readonly hash: { readonly SECRET_HASH?: string };
}

const flow =
  (
    AuthFlow: 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH' | 'USER_AUTH' | 'CUSTOM_AUTH',
    parameters: Record<string, string>,
  ) =>
  ({ pool: { clientId: ClientId }, user }: Subject) =>
    anyone.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow,
        AuthParameters: { USERNAME: user.username, SECRET_HASH: wrongHash, ...parameters },
      }),
    );

const challenge =
  (ChallengeName: ChallengeNameType, before: Record<string, string>, responses: Record<string, string>) =>
  async ({ pool: { clientId: ClientId }, user, hash }: Subject) => {
    const AuthParameters = { USERNAME: user.username, ...hash, ...before };
    const started = await anyone.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters }));
    const ChallengeResponses = { USERNAME: user.username, SECRET_HASH: wrongHash, ...responses };
    const { Session } = started;
    return anyone.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses }));
  };

const Username = 'somebody';
const Password = password;
const ConfirmationCode = '123456';

const operations: Readonly<Record<string, (subject: Subject) => Promise<unknown>>> = {
  SignUp: ({ pool: { clientId: ClientId } }) =>
    anyone.send(new SignUpCommand({ ClientId, SecretHash: wrongHash, Username, Password })),
  ConfirmSignUp: ({ pool: { clientId: ClientId } }) =>
    anyone.send(new ConfirmSignUpCommand({ ClientId, SecretHash: wrongHash, Username, ConfirmationCode })),
  ResendConfirmationCode: ({ pool: { clientId: ClientId } }) =>
    anyone.send(new ResendConfirmationCodeCommand({ ClientId, SecretHash: wrongHash, Username })),
  ForgotPassword: ({ pool: { clientId: ClientId } }) =>
    anyone.send(new ForgotPasswordCommand({ ClientId, SecretHash: wrongHash, Username })),
  ConfirmForgotPassword: ({ pool: { clientId: ClientId } }) =>
    anyone.send(
      new ConfirmForgotPasswordCommand({ ClientId, SecretHash: wrongHash, Username, Password, ConfirmationCode }),
    ),
  USER_PASSWORD_AUTH: flow('USER_PASSWORD_AUTH', { PASSWORD: password }),
  USER_SRP_AUTH: flow('USER_SRP_AUTH', { SRP_A: startClient().srpA }),
  CUSTOM_AUTH: flow('CUSTOM_AUTH', {}),
  USER_AUTH: flow('USER_AUTH', {}),
  'USER_AUTH with PASSWORD': flow('USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password }),
  ADMIN_USER_PASSWORD_AUTH: ({ pool: { poolId: UserPoolId, clientId: ClientId }, user }) =>
    adminClient().send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: user.username, PASSWORD: password, SECRET_HASH: wrongHash },
      }),
    ),
  SELECT_CHALLENGE: challenge('SELECT_CHALLENGE', {}, { ANSWER: 'EMAIL_OTP' }),
  PASSWORD: challenge('PASSWORD', { PREFERRED_CHALLENGE: 'PASSWORD' }, { PASSWORD: password }),
  EMAIL_OTP: challenge('EMAIL_OTP', { PREFERRED_CHALLENGE: 'EMAIL_OTP' }, { EMAIL_OTP_CODE: '00000000' }),
  PASSWORD_VERIFIER: async ({ pool, user }) => {
    const { answer } = await beginSrp(pool, user);
    const ChallengeResponses = { ...answer.ChallengeResponses, SECRET_HASH: wrongHash };
    return anyone.send(new RespondToAuthChallengeCommand({ ...answer, ChallengeResponses }));
  },
  REFRESH_TOKEN_AUTH: async ({ pool, user }) => {
    const { RefreshToken } = await signIn(pool, user);
    const AuthParameters = { REFRESH_TOKEN: RefreshToken, SECRET_HASH: wrongHash };
    return anyone.send(
      new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters }),
    );
  },
  'USER_AUTH with the Session of a sign-up': async (subject) => {
    const { session, username } = await confirmed(subject);
    return goOn(subject.pool, session, { USERNAME: username, SECRET_HASH: wrongHash });
  },
};

const plain = 'a-secret-of-no-client-00';

const withPlainSecret: Readonly<Record<string, (subject: Subject) => Promise<unknown>>> = {
  GetTokensFromRefreshToken: async ({ pool, user }) => {
    const { RefreshToken } = await signIn(pool, user);
    const given = { ClientId: pool.clientId, RefreshToken, ClientSecret: plain.replaceAll('-', '_') };
    return anyone.send(new GetTokensFromRefreshTokenCommand(given));
  },
  RevokeToken: async ({ pool, user }) => {
    const { RefreshToken: Token } = await signIn(pool, user);
    const given = { ClientId: pool.clientId, Token, ClientSecret: plain.replaceAll('-', '_') };
    return anyone.send(new RevokeTokenCommand(given));
  },
};

/** A user who has just signed up and confirmed, and the Session to continue with. */
const confirmed = async ({ pool: { clientId: ClientId, clientSecret } }: Pick<Subject, 'pool'>) => {
  const email = anEmail();
  const username = `new-${email.slice(0, 8)}`;
  const SecretHash = clientSecret && secretHash(username, ClientId, clientSecret);
  const who = { ClientId, Username: username, SecretHash };
  const UserAttributes = [{ Name: 'email', Value: email }];
  const { Session: begun, UserSub: sub = '' } = await anyone.send(
    new SignUpCommand({ ...who, Password, UserAttributes }),
  );
  const given = { ...who, Session: begun, ConfirmationCode: await codeFor(email) };
  const { Session: session } = await anyone.send(new ConfirmSignUpCommand(given));
  return { session, username, sub, email };
};

const goOn = (
  { clientId: ClientId }: Pick<TestPool, 'clientId'>,
  Session: string | undefined,
  AuthParameters: Record<string, string> = {},
) => anyone.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters, Session }));

describe.each([
  ['with a secret', true],
  ['without a secret', false],
])('a client %s', (_which, GenerateSecret) => {
  let subject: Subject;

  beforeAll(async () => {
    const pool = await makePool(
      {
        AutoVerifiedAttributes: ['email'],
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      },
      { ...settings, GenerateSecret },
    );
    const user = await makeUser(pool);
    const { clientId, clientSecret } = pool;
    const hash = clientSecret ? { SECRET_HASH: secretHash(user.username, clientId, clientSecret) } : {};
    subject = { pool, user, hash };
  });

  it.each(Object.entries(operations))('is refused for a SECRET_HASH that is wrong: %s', async (name, ask) => {
    await expect(ask(subject)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message:
        name === 'REFRESH_TOKEN_AUTH'
          ? `SecretHash does not match for the client: ${subject.pool.clientId}`
          : `Unable to verify secret hash for client ${subject.pool.clientId}`,
    });
  });

  it.each(Object.entries(withPlainSecret))('is refused for a ClientSecret that is wrong: %s', async (_name, ask) => {
    await expect(ask(subject)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: `Unable to verify secret for client ${subject.pool.clientId}`,
    });
  });
});

// RFC 6749 sections 6 and 10.4: who has its refresh token, and cannot prove to be the client, gets nothing for it.
describe('a client with a key and without a secret', () => {
  let keyed: TestPool;
  let user: TestUser;
  let tokens: Record<string, string>;

  beforeAll(async () => {
    const pool = await makePool();
    const keys = newEcKeys();
    const client = await makeKeyClient(pool, [keys], { ...settings, ...onPages });
    keyed = client;
    user = await makeUser(pool);
    const code = await newCode({ ...client, user });
    tokens = JSON.parse(await (await exchange(client, code, assertionFields(await newAssertion(client, keys)))).text());
  });

  const asked: readonly [string, () => Promise<unknown>][] = [
    ['SignUp', () => anyone.send(new SignUpCommand({ ClientId: keyed.clientId, Username: 'eve', Password: password }))],
    [
      'ForgotPassword',
      () => anyone.send(new ForgotPasswordCommand({ ClientId: keyed.clientId, Username: user.username })),
    ],
    [
      'USER_PASSWORD_AUTH',
      () =>
        anyone.send(
          new InitiateAuthCommand({
            ClientId: keyed.clientId,
            AuthFlow: 'USER_PASSWORD_AUTH',
            AuthParameters: { USERNAME: user.username, PASSWORD: password },
          }),
        ),
    ],
    [
      'REFRESH_TOKEN_AUTH',
      () =>
        anyone.send(
          new InitiateAuthCommand({
            ClientId: keyed.clientId,
            AuthFlow: 'REFRESH_TOKEN_AUTH',
            AuthParameters: { REFRESH_TOKEN: tokens.refresh_token ?? '' },
          }),
        ),
    ],
    [
      'GetTokensFromRefreshToken',
      () =>
        anyone.send(
          new GetTokensFromRefreshTokenCommand({ ClientId: keyed.clientId, RefreshToken: tokens.refresh_token }),
        ),
    ],
    [
      'RevokeToken',
      () => anyone.send(new RevokeTokenCommand({ ClientId: keyed.clientId, Token: tokens.refresh_token })),
    ],
  ];

  it.each(asked)('is refused where it cannot prove itself: %s', async (_operation, ask) => {
    await expect(ask()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('the Session of a confirmed sign-up, for a client with a secret', () => {
  const choosing = () =>
    makePool(
      {
        AliasAttributes: ['email'],
        AutoVerifiedAttributes: ['email'],
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      },
      { ...settings, GenerateSecret: true },
    );

  it.each(['username', 'sub', 'email', 'neither'] as const)(
    'is taken with a SECRET_HASH over the name that comes along: %s',
    async (which) => {
      const pool = await choosing();
      const made = await confirmed({ pool });
      const over = which === 'neither' ? made.username : made[which];
      const { AuthenticationResult } = await goOn(pool, made.session, {
        ...(which !== 'neither' && { USERNAME: over }),
        SECRET_HASH: secretHash(over, pool.clientId, pool.clientSecret ?? ''),
      });
      expect(AuthenticationResult?.AccessToken).toBeTruthy();
    },
  );

  it('is not taken with a SECRET_HASH over somebody else’s name', async () => {
    const pool = await choosing();
    const { session } = await confirmed({ pool });
    const { username: USERNAME } = await confirmed({ pool });
    const SECRET_HASH = secretHash(USERNAME, pool.clientId, pool.clientSecret ?? '');
    await expect(goOn(pool, session, { USERNAME, SECRET_HASH })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user.',
    });
  });

  it('is good for that client alone', async () => {
    const pool = await choosing();
    const { session } = await confirmed({ pool });
    for (const GenerateSecret of [true, false]) {
      const other = await makeClient(pool.poolId, { ...settings, GenerateSecret });
      await expect(goOn(other, session)).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Invalid session for the user.',
      });
    }
    await expect(goOn(pool, session)).resolves.toHaveProperty('AuthenticationResult.AccessToken');
  });

  it('gives tokens once, however many ask at once', async () => {
    const pool = await choosing();
    const { session, username: USERNAME } = await confirmed({ pool });
    const SECRET_HASH = secretHash(USERNAME, pool.clientId, pool.clientSecret ?? '');
    const asked = Array.from({ length: 8 }, () => goOn(pool, session, { USERNAME, SECRET_HASH }));
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue;
      expect(outcome.reason).toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Invalid session for the user, session can only be used once.',
      });
    }
  });
});
