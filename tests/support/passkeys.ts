import {
  CompleteWebAuthnRegistrationCommand,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  StartWebAuthnRegistrationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { type Authenticator, makeAuthenticator } from './authenticator.ts';
import { publicClient } from './clients.ts';
import { makePool, makeUser, type TestPool } from './pools.ts';
import { signIn } from './sign-in.ts';

type Clock = NonNullable<Parameters<typeof publicClient>[0]>;

const CreationOptions = v.looseObject({
  challenge: v.string(),
  rp: v.looseObject({ id: v.string() }),
  user: v.looseObject({ id: v.string(), name: v.string() }),
  excludeCredentials: v.array(v.looseObject({ id: v.string() })),
  authenticatorSelection: v.looseObject({ userVerification: v.string() }),
});

const RequestOptions = v.looseObject({
  challenge: v.string(),
  rpId: v.string(),
  allowCredentials: v.array(v.looseObject({ id: v.string() })),
  userVerification: v.string(),
});

/** What WEB_AUTHN tells a browser. */
export const toRequestOptions = (parameters: Readonly<Record<string, string>> = {}) =>
  v.parse(RequestOptions, JSON.parse(parameters.CREDENTIAL_REQUEST_OPTIONS ?? ''));

/** What a browser is told that is to create a passkey. */
export const toCreationOptions = (options: unknown) => v.parse(CreationOptions, options);

/** A pool whose users may sign in with passkeys, on localhost. */
export const makePasskeyPool = (pool: Partial<CreateUserPoolCommandInput> = {}): Promise<TestPool> =>
  makePool(
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } }, ...pool },
    {
      ExplicitAuthFlows: [
        'ALLOW_USER_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
    },
  );

/** A user of the pool who has signed in with a password. */
export const newHolder = async (pool: TestPool) => {
  const user = await makeUser(pool);
  const { AccessToken } = await signIn(pool, user);
  return { ...user, pool, AccessToken };
};

export type Holder = Awaited<ReturnType<typeof newHolder>>;

export const startRegistration = async ({ AccessToken }: Pick<Holder, 'AccessToken'>, clock: Clock = {}) => {
  const answer = await publicClient(clock).send(new StartWebAuthnRegistrationCommand({ AccessToken }));
  return toCreationOptions(answer.CredentialCreationOptions);
};

export const completeRegistration = (
  { AccessToken }: Pick<Holder, 'AccessToken'>,
  Credential: ReturnType<Authenticator['register']>,
  clock: Clock = {},
) => publicClient(clock).send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential }));

/** Registers a passkey of the authenticator. */
export const register = async (
  holder: Pick<Holder, 'AccessToken'>,
  authenticator = makeAuthenticator(),
  occasion: Parameters<Authenticator['register']>[1] = {},
): Promise<Authenticator> => {
  await completeRegistration(holder, authenticator.register(await startRegistration(holder), occasion));
  return authenticator;
};

/** Asks for WEB_AUTHN. */
export const askForPasskey = async ({ pool, username }: Pick<Holder, 'pool' | 'username'>, clock: Clock = {}) => {
  const { ChallengeName, ChallengeParameters, Session } = await publicClient(clock).send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: username, PREFERRED_CHALLENGE: 'WEB_AUTHN' },
    }),
  );
  if (ChallengeName !== 'WEB_AUTHN') throw new Error(`The sign-in asks for ${ChallengeName}.`);
  return { options: toRequestOptions(ChallengeParameters), Session };
};

/** Answers WEB_AUTHN. */
export const answerWithPasskey = (
  { pool, username }: Pick<Holder, 'pool' | 'username'>,
  Session: string | undefined,
  CREDENTIAL: string,
  clock: Clock = {},
) =>
  publicClient(clock).send(
    new RespondToAuthChallengeCommand({
      ClientId: pool.clientId,
      ChallengeName: 'WEB_AUTHN',
      Session,
      ChallengeResponses: { USERNAME: username, CREDENTIAL },
    }),
  );

/** Signs in with the passkey of the authenticator. */
export const signInWithPasskey = async (
  holder: Pick<Holder, 'pool' | 'username'>,
  authenticator: Authenticator,
  occasion: Parameters<Authenticator['sign']>[1] = {},
) => {
  const { options, Session } = await askForPasskey(holder);
  return answerWithPasskey(holder, Session, authenticator.sign(options, occasion));
};
