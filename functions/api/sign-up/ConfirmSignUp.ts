/**
 * Confirms a user who signed up, by the code that was sent, which also verifies its destination.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html
 */

import type { ConfirmSignUpRequest, ConfirmSignUpResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { retryOnConflict } from '#shared/data/write.ts';
import { hidesUserExistence } from '#shared/domain/app-clients/app-client.ts';
import { byClient } from '#shared/operations/by-client.ts';
import { mismatch, redeemCode } from '#shared/services/codes/codes.ts';
import { findRecipient } from '#shared/services/recovery/recipients.ts';
import { confirmSignUpSession } from '#shared/services/sign-in/continued-sign-up.ts';
import { assertConfirmable, confirm } from '#shared/services/sign-up/confirmation.ts';
import { triggers } from '#shared/services/triggers/create-triggers.ts';
import { users } from '#shared/services/users/users.ts';
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
    const { pool } = app;
    const named = { app, username: Username, secretHash: SecretHash, action: 'ConfirmSignUp' } as const;
    const found = await findRecipient(named);
    const { user, attribute } = await retryOnConflict(async (attempt) => {
      const record = attempt === 1 ? found : await users().findByKey(pool, found.userKey);
      // A client that hides who exists learns a user's status only after the right code.
      const hides = hidesUserExistence(app.client);
      if (record.user && !hides) assertConfirmable(record.user);
      const proof = await redeemCode(pool, record, 'SIGN_UP', ConfirmationCode, hides);
      if (!record.user) throw mismatch();
      const confirmed = await confirm({ pool, record, proof, force: ForceAliasCreation ?? false });
      return { user: confirmed, attribute: proof.code.attribute };
    });
    const occasion = { pool, clientId: app.client.id, clientMetadata: ClientMetadata };
    await triggers().postConfirmation({ ...occasion, source: 'PostConfirmation_ConfirmSignUp', user });
    const session = await confirmSignUpSession(app, { userKey: found.userKey, user }, attribute, Session);
    return session === undefined ? {} : { Session: session };
  },
});
