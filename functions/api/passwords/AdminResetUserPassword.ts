/**
 * Makes a user's password invalid, and sends the code for setting a new one.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminResetUserPassword.html
 */

import type {
  AdminResetUserPasswordRequest,
  AdminResetUserPasswordResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { retryOnConflict } from '#shared/data/write.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { requireReset } from '#shared/services/recovery/required-reset.ts';
import { users } from '#shared/services/users/users.ts';
import { ClientMetadataType, type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<AdminResetUserPasswordRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminResetUserPassword',
  request,
  throws: [
    'InvalidEmailRoleAccessPolicyException',
    'InvalidLambdaResponseException',
    'InvalidSmsRoleAccessPolicyException',
    'LimitExceededException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
    'UserNotFoundException',
  ],
  run: async ({ Username, ClientMetadata }, { pool }): Promise<AdminResetUserPasswordResponse> => {
    await retryOnConflict(async () =>
      requireReset({ pool, record: await users().get(pool, Username), clientMetadata: ClientMetadata }),
    );
    return {};
  },
});
