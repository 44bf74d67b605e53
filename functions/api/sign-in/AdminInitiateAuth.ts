/**
 * Begins a sign-in for a user, from a server, or refreshes one.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html
 */

import type { AdminInitiateAuthRequest, AdminInitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { startSignInExceptions } from '#shared/api/exception-lists.ts';
import { signed } from '#shared/operations/signed.ts';
import { cachedClientOf } from '#shared/services/directory/directory.ts';
import { originOf } from '#shared/services/sessions/origin.ts';
import { startSignIn } from '#shared/services/sign-in/start-sign-in.ts';
import {
  AnalyticsMetadataType,
  AuthFlowType,
  AuthParametersType,
  ClientIdType,
  ClientMetadataType,
  ContextDataType,
  type RequestOf,
  SessionType,
  UserPoolIdType,
} from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
  AuthFlow: AuthFlowType,
  AuthParameters: v.optional(AuthParametersType),
  ClientMetadata: v.optional(ClientMetadataType),
  AnalyticsMetadata: v.optional(AnalyticsMetadataType),
  ContextData: v.optional(ContextDataType),
  Session: v.optional(SessionType),
}) satisfies RequestOf<AdminInitiateAuthRequest>;

export const { definition, handler } = signed({
  name: 'AdminInitiateAuth',
  request,
  throws: startSignInExceptions,
  run: async (
    { UserPoolId, ClientId, AuthFlow, AuthParameters = {}, ClientMetadata, ContextData, Session },
    { requestId },
  ): Promise<Wire<AdminInitiateAuthResponse>> => {
    const app = await cachedClientOf(UserPoolId, ClientId);
    return startSignIn(AuthFlow, {
      app,
      side: 'admin',
      parameters: AuthParameters,
      clientMetadata: ClientMetadata,
      session: Session,
      origin: { ...originOf(ContextData), requestId },
    });
  },
});
