import {
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
  type RespondToAuthChallengeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { publicClient, secretHash } from './clients.ts';
import { password, type TestPool } from './pools.ts';

export interface Tokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
}

type Clock = NonNullable<Parameters<typeof publicClient>[0]>;

/** The first answer of a sign-in with username and password, whatever it is. */
export const beginSignIn = (
  { clientId }: Pick<TestPool, 'clientId'>,
  USERNAME: string,
  PASSWORD = password,
  clock: Clock = {},
): Promise<InitiateAuthCommandOutput> =>
  publicClient(clock).send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );

/** Answers a challenge of a sign-in. */
export const answerChallenge = (
  { clientId }: Pick<TestPool, 'clientId'>,
  { ChallengeName, Session }: Pick<InitiateAuthCommandOutput, 'ChallengeName' | 'Session'>,
  ChallengeResponses: Record<string, string>,
  clock: Clock = {},
): Promise<RespondToAuthChallengeCommandOutput> =>
  publicClient(clock).send(
    new RespondToAuthChallengeCommand({ ClientId: clientId, ChallengeName, Session, ChallengeResponses }),
  );

/** Tokens of a sign-in with username and password. */
export const signIn = async (
  { clientId, clientSecret }: Pick<TestPool, 'clientId' | 'clientSecret'>,
  { username }: { readonly username: string },
  { ahead = 0, secret = password } = {},
): Promise<Record<'AccessToken' | 'IdToken' | 'RefreshToken', string>> => {
  const { AuthenticationResult } = await publicClient({ ahead }).send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: {
        USERNAME: username,
        PASSWORD: secret,
        ...(clientSecret && { SECRET_HASH: secretHash(username, clientId, clientSecret) }),
      },
    }),
  );
  const { AccessToken, IdToken, RefreshToken } = AuthenticationResult ?? {};
  if (!AccessToken || !IdToken || !RefreshToken) throw new Error('The sign-in gave no tokens.');
  return { AccessToken, IdToken, RefreshToken };
};
