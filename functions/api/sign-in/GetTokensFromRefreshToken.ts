/**
 * Gives new tokens for a refresh token, and a new refresh token where the app client rotates them.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
 */
import type {
  GetTokensFromRefreshTokenRequest,
  GetTokensFromRefreshTokenResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { allowsFlow, rotationGrace } from '#shared/domain/app-clients/settings.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientSecrets } from '#shared/services/app-clients/client-secrets.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { Refresh } from '#shared/services/tokens/refresh.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import {
  ClientIdType,
  ClientMetadataType,
  ClientSecretType,
  DeviceKeyType,
  TokenModelType,
} from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { clientSecrets } from '#shared/wiring/client-secrets.ts';
import { directory } from '#shared/wiring/directory.ts';
import { refresh } from '#shared/wiring/tokens.ts';

const request = v.object({
  RefreshToken: TokenModelType,
  ClientId: ClientIdType,
  ClientSecret: v.optional(ClientSecretType),
  DeviceKey: v.optional(DeviceKeyType),
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<GetTokensFromRefreshTokenRequest>;

interface Deps {
  readonly clientSecrets: ClientSecrets;
  readonly directory: Directory;
  readonly refresh: Refresh;
}

const getTokensFromRefreshToken =
  ({ clientSecrets, directory, refresh }: Deps): Run<typeof request, Wire<GetTokensFromRefreshTokenResponse>> =>
  async ({ RefreshToken, ClientId, ClientSecret, DeviceKey, ClientMetadata }, { sourceIp, userAgent, location }) => {
    const app = await directory.client(ClientId);
    if (rotationGrace(app.client) === undefined && !allowsFlow(app.client, 'REFRESH_TOKEN_AUTH')) {
      throw new CognitoException('InvalidParameterException', 'REFRESH_TOKEN_AUTH is not enabled for the client.');
    }
    const AuthenticationResult = await refresh({
      app,
      refreshToken: RefreshToken,
      deviceKey: DeviceKey,
      origin: { sourceIp, userAgent, location },
      clientMetadata: ClientMetadata,
      proveClient: () => clientSecrets.assertSecret(app, ClientSecret),
    });
    return { AuthenticationResult };
  };

export const definition = define({
  name: 'GetTokensFromRefreshToken',
  caller: 'client',
  request,
  throws: [
    'InvalidLambdaResponseException',
    'RefreshTokenReuseException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
  ],
  deps: () => ({ clientSecrets: clientSecrets(), directory: directory(), refresh: refresh() }),
  run: getTokensFromRefreshToken,
});

export const handler = operation(definition);
