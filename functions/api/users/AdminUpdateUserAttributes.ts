/**
 * Sets attributes of a user. One without a value is removed.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html
 */

import type {
  AdminUpdateUserAttributesRequest,
  AdminUpdateUserAttributesResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { assertKnown } from '#shared/domain/users/attributes.ts';
import { isException } from '#shared/errors/exception.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { updateAttributes } from '#shared/services/users/attribute-updates.ts';
import { users } from '#shared/services/users/users.ts';
import {
  AttributeListType,
  ClientMetadataType,
  type RequestOf,
  UsernameType,
  UserPoolIdType,
} from '#shared/wire/shapes.ts';
import { toAttributes } from '#shared/wire/user.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  UserAttributes: AttributeListType,
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<AdminUpdateUserAttributesRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminUpdateUserAttributes',
  request,
  throws: [
    'AliasExistsException',
    'InvalidLambdaResponseException',
    'LimitExceededException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
    'UserNotFoundException',
  ],
  run: async ({ Username, UserAttributes, ClientMetadata }, { pool }): Promise<AdminUpdateUserAttributesResponse> => {
    const changes = toAttributes(UserAttributes);
    assertKnown(pool, Object.keys(changes));
    const update = {
      pool,
      read: () => users().get(pool, Username),
      changes,
      clientId: undefined,
      clientMetadata: ClientMetadata,
    };
    await updateAttributes(update).catch((error: unknown) => {
      // The change is made, and this operation has no other answer: the user can ask for another code.
      if (!isException(error, 'CodeDeliveryFailureException')) throw error;
    });
    return {};
  },
});
