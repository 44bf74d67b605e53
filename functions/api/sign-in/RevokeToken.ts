/**
 * Revokes a refresh token, with every access and ID token that came from it.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
 */

import type { RevokeTokenRequest, RevokeTokenResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { byClient } from '#shared/operations/by-client.ts';
import { assertClientSecret } from '#shared/services/app-clients/client-secrets.ts';
import { revokeRefreshToken } from '#shared/services/tokens/revocation.ts';
import {
  ClientIdType,
  ClientSecretType,
  type RequestOf,
  RevokeAssociatedSessionsType,
  TokenModelType,
} from '#shared/wire/shapes.ts';

const request = v.object({
  Token: TokenModelType,
  ClientId: ClientIdType,
  ClientSecret: v.optional(ClientSecretType),
  RevokeAssociatedSessions: v.optional(RevokeAssociatedSessionsType),
}) satisfies RequestOf<RevokeTokenRequest>;

export const { definition, handler } = byClient({
  name: 'RevokeToken',
  request,
  throws: ['UnauthorizedException', 'UnsupportedOperationException', 'UnsupportedTokenTypeException'],
  run: async ({ Token, ClientSecret, RevokeAssociatedSessions }, app): Promise<RevokeTokenResponse> => {
    await assertClientSecret(app, ClientSecret);
    await revokeRefreshToken(app, Token, RevokeAssociatedSessions);
    return {};
  },
});
