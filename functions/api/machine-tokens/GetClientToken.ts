/**
 * Gives an app client an access token of its own, by its secret: the client credentials grant without a domain.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetClientToken.html
 */

import type { GetClientTokenRequest, GetClientTokenResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { allowsClientTokens } from '#shared/domain/app-clients/app-client.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { byClient } from '#shared/operations/by-client.ts';
import { assertClientSecret } from '#shared/services/app-clients/client-secrets.ts';
import { issueMachineToken, machineScopesOf } from '#shared/services/tokens/machine-tokens.ts';
import {
  ClientIdType,
  ClientMetadataType,
  ClientSecretType,
  type RequestOf,
  ScopeListType,
} from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  ClientId: ClientIdType,
  Secret: ClientSecretType,
  Scopes: v.optional(ScopeListType),
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<GetClientTokenRequest>;

export const { definition, handler } = byClient({
  name: 'GetClientToken',
  request,
  throws: [
    'InvalidLambdaResponseException',
    'OperationNotEnabledException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
  ],
  run: async ({ Secret, Scopes, ClientMetadata }, app): Promise<Wire<GetClientTokenResponse>> => {
    await assertClientSecret(app, Secret);
    if (!allowsClientTokens(app.client)) {
      throw new CognitoException('OperationNotEnabledException', 'CLIENT_TOKEN_AUTH is not enabled for the client.');
    }
    const scopes = await machineScopesOf(app, Scopes);
    if (!scopes) throw new CognitoException('InvalidParameterException', 'Invalid scope requested.');
    const token = { app, scopes, audience: undefined, clientMetadata: ClientMetadata };
    return { ClientAuthenticationResult: await issueMachineToken(token) };
  },
});
