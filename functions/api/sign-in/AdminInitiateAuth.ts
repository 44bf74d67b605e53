/**
 * Begins a sign-in on behalf of a user, from a server, or refreshes one.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html
 */
import type { AdminInitiateAuthRequest, AdminInitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { startSignInExceptions } from '#shared/api/exception-lists.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import { originOf } from '#shared/services/sign-in/origin.ts';
import type { StartSignIn } from '#shared/services/sign-in/sign-in.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import {
  AnalyticsMetadataType,
  AuthFlowType,
  AuthParametersType,
  ClientIdType,
  ClientMetadataType,
  ContextDataType,
  SessionType,
  UserPoolIdType,
} from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { startSignIn } from '#shared/wiring/start-sign-in.ts';

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

interface Deps {
  readonly directory: Directory;
  readonly startSignIn: StartSignIn;
}

const adminInitiateAuth =
  ({ directory, startSignIn }: Deps): Run<typeof request, Wire<AdminInitiateAuthResponse>, SignedCaller> =>
  async ({ UserPoolId, ClientId, AuthFlow, AuthParameters = {}, ClientMetadata, ContextData, Session }) => {
    const app = await directory.clientOf(UserPoolId, ClientId);
    return startSignIn(AuthFlow, {
      app,
      side: 'admin',
      parameters: AuthParameters,
      clientMetadata: ClientMetadata,
      session: Session,
      origin: originOf(ContextData),
    });
  };

export const definition = define({
  name: 'AdminInitiateAuth',
  caller: 'signed',
  request,
  throws: startSignInExceptions,
  deps: () => ({ directory: directory(), startSignIn: startSignIn() }),
  run: adminInitiateAuth,
});

export const handler = operation(definition, signed);
