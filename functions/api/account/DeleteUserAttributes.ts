/**
 * Removes attributes of the bearer of an access token.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html
 */

import type {
  DeleteUserAttributesRequest,
  DeleteUserAttributesResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { assertWritable } from '#shared/domain/users/attributes.ts';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { updateAttributes } from '#shared/services/users/attribute-updates.ts';
import { readingAgain } from '#shared/services/users/user-changes.ts';
import { users } from '#shared/services/users/users.ts';
import { AttributeNameListType, type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserAttributeNames: AttributeNameListType,
  AccessToken: TokenModelType,
}) satisfies RequestOf<DeleteUserAttributesRequest>;

export const { definition, handler } = byAccessToken({
  name: 'DeleteUserAttributes',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ UserAttributeNames }, caller): Promise<DeleteUserAttributesResponse> => {
    const { pool, client } = caller;
    assertWritable(client, pool, UserAttributeNames);
    await updateAttributes({
      pool,
      read: readingAgain(users(), caller),
      changes: Object.fromEntries(UserAttributeNames.map((name) => [name, ''])),
      clientId: client.id,
      clientMetadata: undefined,
    });
    return {};
  },
});
