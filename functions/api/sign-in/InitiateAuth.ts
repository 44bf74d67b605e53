/**
 * Begins a sign-in, or refreshes one.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
import type { InitiateAuthRequest, InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { startSignInExceptions } from '#shared/api/exception-lists.ts';
import { operation } from '#shared/api/operation.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { StartSignIn } from '#shared/services/sign-in/sign-in.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import {
  AnalyticsMetadataType,
  AuthFlowType,
  AuthParametersType,
  ClientIdType,
  ClientMetadataType,
  SessionType,
  UserContextDataType,
} from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { startSignIn } from '#shared/wiring/start-sign-in.ts';

const request = v.object({
  AuthFlow: AuthFlowType,
  AuthParameters: v.optional(AuthParametersType),
  ClientMetadata: v.optional(ClientMetadataType),
  ClientId: ClientIdType,
  AnalyticsMetadata: v.optional(AnalyticsMetadataType),
  UserContextData: v.optional(UserContextDataType),
  Session: v.optional(SessionType),
}) satisfies RequestOf<InitiateAuthRequest>;

interface Deps {
  readonly directory: Directory;
  readonly startSignIn: StartSignIn;
}

const initiateAuth =
  ({ directory, startSignIn }: Deps): Run<typeof request, Wire<InitiateAuthResponse>> =>
  async ({ AuthFlow, AuthParameters = {}, ClientMetadata, ClientId, Session }, { sourceIp, userAgent, location }) => {
    const app = await directory.client(ClientId);
    return startSignIn(AuthFlow, {
      app,
      side: 'public',
      parameters: AuthParameters,
      clientMetadata: ClientMetadata,
      session: Session,
      origin: { sourceIp, userAgent, location },
    });
  };

export const definition = define({
  name: 'InitiateAuth',
  caller: 'client',
  request,
  throws: startSignInExceptions,
  deps: () => ({ directory: directory(), startSignIn: startSignIn() }),
  run: initiateAuth,
});

export const handler = operation(definition);
