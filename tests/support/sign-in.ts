import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { publicClient, secretHash } from './clients.ts';
import { password, type TestPool } from './pools.ts';

export interface Tokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
}

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
