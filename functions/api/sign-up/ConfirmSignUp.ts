/**
 * Confirms a user who signed up, by the code that was sent, which also verifies its destination.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html
 */

import type { ConfirmSignUpRequest, ConfirmSignUpResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { byClient } from '#shared/operations/by-client.ts';
import { confirmSignUpSession } from '#shared/services/sign-in/continued-sign-up.ts';
import { confirmByCode } from '#shared/services/sign-up/confirm-by-code.ts';
import {
  AnalyticsMetadataType,
  ClientIdType,
  ClientMetadataType,
  ConfirmationCodeType,
  ForceAliasCreation,
  type RequestOf,
  SecretHashType,
  SessionType,
  UserContextDataType,
  UsernameType,
} from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  ClientId: ClientIdType,
  SecretHash: v.optional(SecretHashType),
  Username: UsernameType,
  ConfirmationCode: ConfirmationCodeType,
  ForceAliasCreation: v.optional(ForceAliasCreation),
  AnalyticsMetadata: v.optional(AnalyticsMetadataType),
  UserContextData: v.optional(UserContextDataType),
  ClientMetadata: v.optional(ClientMetadataType),
  Session: v.optional(SessionType),
}) satisfies RequestOf<ConfirmSignUpRequest>;

export const { definition, handler } = byClient({
  name: 'ConfirmSignUp',
  request,
  throws: [
    'AliasExistsException',
    'CodeMismatchException',
    'ExpiredCodeException',
    'InvalidLambdaResponseException',
    'LimitExceededException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
    'UserNotFoundException',
  ],
  run: async (
    { SecretHash, Username, ConfirmationCode, ForceAliasCreation, ClientMetadata, Session },
    app,
  ): Promise<Wire<ConfirmSignUpResponse>> => {
    const { userKey, user, attribute } = await confirmByCode({
      app,
      username: Username,
      side: 'public',
      secretHash: SecretHash,
      code: ConfirmationCode,
      force: ForceAliasCreation,
      clientMetadata: ClientMetadata,
    });
    const session = await confirmSignUpSession(app, { userKey, user }, attribute, Session);
    return session === undefined ? {} : { Session: session };
  },
});
