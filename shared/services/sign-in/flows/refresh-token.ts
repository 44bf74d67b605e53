import { rotationGrace } from '#shared/domain/app-clients/settings.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientSecrets } from '../../app-clients/client-secrets.ts';
import type { Refresh } from '../../tokens/refresh.ts';
import type { StartFlow } from '../sign-in.ts';

interface Deps {
  readonly clientSecrets: ClientSecrets;
  readonly refresh: Refresh;
}

/** REFRESH_TOKEN_AUTH: new tokens of a refresh token. Clients that rotate have GetTokensFromRefreshToken for it. */
export const refreshTokenFlow =
  ({ clientSecrets, refresh }: Deps): StartFlow =>
  async ({ app, parameters, origin }) => {
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
      proveClient: (user) => clientSecrets.assertHash(app, parameters.SECRET_HASH, [user.username, user.sub]),
    });
    return { ChallengeParameters: {}, AuthenticationResult };
  };
