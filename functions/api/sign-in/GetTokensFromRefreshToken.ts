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
import { allowsFlow, rotationGrace } from '#shared/domain/app-clients/app-client.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { byClient } from '#shared/operations/by-client.ts';
import { assertClientSecret } from '#shared/services/app-clients/client-secrets.ts';
import { refresh } from '#shared/services/tokens/refresh.ts';
import {
  ClientIdType,
  ClientMetadataType,
  ClientSecretType,
  DeviceKeyType,
  type RequestOf,
  TokenModelType,
} from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  RefreshToken: TokenModelType,
  ClientId: ClientIdType,
  ClientSecret: v.optional(ClientSecretType),
  DeviceKey: v.optional(DeviceKeyType),
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<GetTokensFromRefreshTokenRequest>;

export const { definition, handler } = byClient({
  name: 'GetTokensFromRefreshToken',
  request,
  throws: [
    'InvalidLambdaResponseException',
    'RefreshTokenReuseException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
  ],
  run: async (
    { RefreshToken, ClientSecret, DeviceKey, ClientMetadata },
    app,
    { sourceIp, userAgent, location },
  ): Promise<Wire<GetTokensFromRefreshTokenResponse>> => {
    if (rotationGrace(app.client) === undefined && !allowsFlow(app.client, 'REFRESH_TOKEN_AUTH')) {
      throw new CognitoException('InvalidParameterException', 'REFRESH_TOKEN_AUTH is not enabled for the client.');
    }
    const AuthenticationResult = await refresh({
      app,
      refreshToken: RefreshToken,
      deviceKey: DeviceKey,
      origin: { sourceIp, userAgent, location },
      clientMetadata: ClientMetadata,
      proveClient: () => assertClientSecret(app, ClientSecret),
    });
    return { AuthenticationResult };
  },
});
