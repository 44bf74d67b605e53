/**
 * Begins a sign-in, or refreshes one.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */

import type { InitiateAuthRequest, InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { startSignInExceptions } from '#shared/api/exception-lists.ts';
import { byClient } from '#shared/operations/by-client.ts';
import { statedOrigin } from '#shared/services/app-clients/client-secrets.ts';
import { startSignIn } from '#shared/services/sign-in/start-sign-in.ts';
import {
  AnalyticsMetadataType,
  AuthFlowType,
  AuthParametersType,
  ClientIdType,
  ClientMetadataType,
  type RequestOf,
  SessionType,
  UserContextDataType,
} from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  AuthFlow: AuthFlowType,
  AuthParameters: v.optional(AuthParametersType),
  ClientMetadata: v.optional(ClientMetadataType),
  ClientId: ClientIdType,
  AnalyticsMetadata: v.optional(AnalyticsMetadataType),
  UserContextData: v.optional(UserContextDataType),
  Session: v.optional(SessionType),
}) satisfies RequestOf<InitiateAuthRequest>;

export const { definition, handler } = byClient({
  name: 'InitiateAuth',
  request,
  throws: startSignInExceptions,
  run: async (
    { AuthFlow, AuthParameters = {}, ClientMetadata, UserContextData, Session },
    app,
    call,
  ): Promise<Wire<InitiateAuthResponse>> => {
    return startSignIn(AuthFlow, {
      app,
      side: 'public',
      parameters: AuthParameters,
      clientMetadata: ClientMetadata,
      session: Session,
      origin: statedOrigin(app.client, call, UserContextData, AuthParameters.SECRET_HASH),
    });
  },
});
