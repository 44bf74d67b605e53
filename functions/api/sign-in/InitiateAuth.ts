/**
 * Begins a sign-in, or refreshes one.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
import type { InitiateAuthRequest, InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { SignIn } from '#shared/services/sign-in/sign-in.ts';
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
import { signIn } from '#shared/wiring/sign-in.ts';

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
  readonly signIn: SignIn;
}

const initiateAuth =
  ({ directory, signIn }: Deps): Run<typeof request, Wire<InitiateAuthResponse>> =>
  async ({ AuthFlow, AuthParameters = {}, ClientMetadata, ClientId }) => {
    const at = await directory.client(ClientId);
    return signIn.start('public', AuthFlow, { at, parameters: AuthParameters, clientMetadata: ClientMetadata });
  };

export const definition = define({
  name: 'InitiateAuth',
  caller: 'client',
  request,
  throws: [
    'InvalidLambdaResponseException',
    'PasswordResetRequiredException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
    'UserNotConfirmedException',
    'UserNotFoundException',
  ],
  deps: () => ({ directory: directory(), signIn: signIn() }),
  run: initiateAuth,
});

export const handler = operation(definition);
