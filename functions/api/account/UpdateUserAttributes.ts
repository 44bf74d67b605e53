/**
 * Sets attributes of the bearer of an access token. One without a value is removed.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html
 */

import type {
  UpdateUserAttributesRequest,
  UpdateUserAttributesResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { sendCodeExceptions } from '#shared/api/exception-lists.ts';
import { assertWritable } from '#shared/domain/users/attributes.ts';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { updateAttributes } from '#shared/services/users/attribute-updates.ts';
import { readingAgain } from '#shared/services/users/user-changes.ts';
import { users } from '#shared/services/users/users.ts';
import { AttributeListType, ClientMetadataType, type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';
import { toAttributes } from '#shared/wire/user.ts';

const request = v.object({
  UserAttributes: AttributeListType,
  AccessToken: TokenModelType,
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<UpdateUserAttributesRequest>;

export const { definition, handler } = byAccessToken({
  name: 'UpdateUserAttributes',
  request,
  throws: ['AliasExistsException', ...sendCodeExceptions],
  run: async ({ UserAttributes, ClientMetadata }, caller): Promise<UpdateUserAttributesResponse> => {
    const { pool, client } = caller;
    const changes = toAttributes(UserAttributes);
    assertWritable(client, pool, Object.keys(changes));
    const deliveries = await updateAttributes({
      pool,
      read: readingAgain(users(), caller),
      changes,
      clientId: client.id,
      clientMetadata: ClientMetadata,
    });
    return { CodeDeliveryDetailsList: [...deliveries] };
  },
});
