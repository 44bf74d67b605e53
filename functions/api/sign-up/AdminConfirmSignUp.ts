/**
 * Confirms a user who signed up, without a code and without verifying anything.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminConfirmSignUp.html
 */

import type { AdminConfirmSignUpRequest, AdminConfirmSignUpResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { retryOnConflict } from '#shared/data/write.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { confirm } from '#shared/services/sign-up/confirmation.ts';
import { triggers } from '#shared/services/triggers/create-triggers.ts';
import { users } from '#shared/services/users/users.ts';
import { ClientMetadataType, type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<AdminConfirmSignUpRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminConfirmSignUp',
  request,
  throws: [
    'InvalidLambdaResponseException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
    'UserNotFoundException',
  ],
  run: async ({ Username, ClientMetadata }, { pool }): Promise<AdminConfirmSignUpResponse> => {
    const user = await retryOnConflict(async () => confirm({ pool, record: await users().get(pool, Username) }));
    const occasion = { pool, clientId: undefined, clientMetadata: ClientMetadata };
    await triggers().postConfirmation({ ...occasion, source: 'PostConfirmation_ConfirmSignUp', user });
    return {};
  },
});
