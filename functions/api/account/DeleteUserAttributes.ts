/**
 * Takes attributes away from the bearer of an access token.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html
 */
import type {
  DeleteUserAttributesRequest,
  DeleteUserAttributesResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { assertWritable } from '#shared/domain/users/attributes.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { AttributeUpdates } from '#shared/services/users/attribute-updates.ts';
import { readingAgain } from '#shared/services/users/user-changes.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { AttributeNameListType, TokenModelType } from '#shared/wire/shapes.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { attributeUpdates } from '#shared/wiring/attribute-updates.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  UserAttributeNames: AttributeNameListType,
  AccessToken: TokenModelType,
}) satisfies RequestOf<DeleteUserAttributesRequest>;

interface Deps {
  readonly attributeUpdates: AttributeUpdates;
  readonly users: Users;
}

const deleteUserAttributes =
  ({ attributeUpdates, users }: Deps): Run<typeof request, DeleteUserAttributesResponse, TokenCaller> =>
  async ({ UserAttributeNames }, { caller }) => {
    const { pool, client } = caller;
    assertWritable(client, pool, UserAttributeNames);
    await attributeUpdates.apply({
      pool,
      read: readingAgain(users, caller),
      changes: Object.fromEntries(UserAttributeNames.map((name) => [name, ''])),
      clientId: client.id,
      clientMetadata: undefined,
    });
    return {};
  };

export const definition = define({
  name: 'DeleteUserAttributes',
  caller: 'accessToken',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ attributeUpdates: attributeUpdates(), users: users() }),
  run: deleteUserAttributes,
});

export const handler = operation(definition, accessToken);
