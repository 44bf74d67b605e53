/**
 * Removes attributes of a user.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUserAttributes.html
 */

import type {
  AdminDeleteUserAttributesRequest,
  AdminDeleteUserAttributesResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { assertKnown } from '#shared/domain/users/attributes.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { updateAttributes } from '#shared/services/users/attribute-updates.ts';
import { users } from '#shared/services/users/users.ts';
import { AttributeNameListType, type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  UserAttributeNames: AttributeNameListType,
}) satisfies RequestOf<AdminDeleteUserAttributesRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminDeleteUserAttributes',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ Username, UserAttributeNames }, { pool }): Promise<AdminDeleteUserAttributesResponse> => {
    assertKnown(pool, UserAttributeNames);
    await updateAttributes({
      pool,
      read: () => users().get(pool, Username),
      changes: Object.fromEntries(UserAttributeNames.map((name) => [name, ''])),
      clientId: undefined,
      clientMetadata: undefined,
    });
    return {};
  },
});
