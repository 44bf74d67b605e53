import { rotationGrace } from '#shared/domain/app-clients/app-client.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { assertSecretHash } from '../../app-clients/client-secrets.ts';
import { refresh } from '../../tokens/refresh.ts';
import type { FlowRequest, SignInAnswer } from '../sign-in.ts';

// Other texts than in other flows: clients that hash an alias here look for it.
const mismatch = (clientId: string): string => `SecretHash does not match for the client: ${clientId}`;

/** REFRESH_TOKEN_AUTH: new tokens for a refresh token. Clients with rotation use GetTokensFromRefreshToken instead. */
export const refreshSignIn = async ({ app, parameters, origin }: FlowRequest): Promise<SignInAnswer> => {
  const refreshToken = requiredParameter(parameters, 'REFRESH_TOKEN');
  if (rotationGrace(app.client) !== undefined) {
    throw new CognitoException('InvalidParameterException', 'REFRESH_TOKEN_AUTH is not enabled for the client.');
  }
  const AuthenticationResult = await refresh({
    app,
    refreshToken,
    deviceKey: parameters.DEVICE_KEY || undefined,
    origin,
    clientMetadata: undefined,
    proveClient: (user) => assertSecretHash(app, parameters.SECRET_HASH, [user.username, user.sub], mismatch),
  });
  return { ChallengeParameters: {}, AuthenticationResult };
};
