/**
 * Takes attributes away from a user.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUserAttributes.html
 */
import type {
  AdminDeleteUserAttributesRequest,
  AdminDeleteUserAttributesResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { assertKnown } from '#shared/domain/users/attributes.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { AttributeUpdates } from '#shared/services/users/attribute-updates.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { AttributeNameListType, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { attributeUpdates } from '#shared/wiring/attribute-updates.ts';
import { directory } from '#shared/wiring/directory.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  UserAttributeNames: AttributeNameListType,
}) satisfies RequestOf<AdminDeleteUserAttributesRequest>;

interface Deps {
  readonly attributeUpdates: AttributeUpdates;
  readonly directory: Directory;
  readonly users: Users;
}

const adminDeleteUserAttributes =
  ({
    attributeUpdates,
    directory,
    users,
  }: Deps): Run<typeof request, AdminDeleteUserAttributesResponse, SignedCaller> =>
  async ({ UserPoolId, Username, UserAttributeNames }) => {
    const { pool } = await directory.pool(UserPoolId);
    assertKnown(pool, UserAttributeNames);
    await attributeUpdates.apply({
      pool,
      read: () => users.get(pool, Username),
      changes: Object.fromEntries(UserAttributeNames.map((name) => [name, ''])),
      clientId: undefined,
      clientMetadata: undefined,
    });
    return {};
  };

export const definition = define({
  name: 'AdminDeleteUserAttributes',
  caller: 'signed',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ attributeUpdates: attributeUpdates(), directory: directory(), users: users() }),
  run: adminDeleteUserAttributes,
});

export const handler = operation(definition, signed);
