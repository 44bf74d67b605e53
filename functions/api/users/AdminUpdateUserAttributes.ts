/**
 * Sets attributes of a user; one without a value is taken away.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html
 */
import type {
  AdminUpdateUserAttributesRequest,
  AdminUpdateUserAttributesResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { assertKnown } from '#shared/domain/users/attributes.ts';
import { isException } from '#shared/errors/exception.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { AttributeUpdates } from '#shared/services/users/attribute-updates.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { AttributeListType, ClientMetadataType, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toAttributes } from '#shared/wire/user.ts';
import { attributeUpdates } from '#shared/wiring/attribute-updates.ts';
import { directory } from '#shared/wiring/directory.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  UserAttributes: AttributeListType,
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<AdminUpdateUserAttributesRequest>;

interface Deps {
  readonly attributeUpdates: AttributeUpdates;
  readonly directory: Directory;
  readonly users: Users;
}

const adminUpdateUserAttributes =
  ({
    attributeUpdates,
    directory,
    users,
  }: Deps): Run<typeof request, AdminUpdateUserAttributesResponse, SignedCaller> =>
  async ({ UserPoolId, Username, UserAttributes, ClientMetadata }) => {
    const { pool } = await directory.pool(UserPoolId);
    const changes = toAttributes(UserAttributes);
    assertKnown(pool, Object.keys(changes));
    const update = {
      pool,
      read: () => users.get(pool, Username),
      changes,
      clientId: undefined,
      clientMetadata: ClientMetadata,
    };
    await attributeUpdates.apply(update).catch((error: unknown) => {
      // The change is made, and this operation has no answer that says otherwise: the user can ask for another code.
      if (!isException(error, 'CodeDeliveryFailureException')) throw error;
    });
    return {};
  };

export const definition = define({
  name: 'AdminUpdateUserAttributes',
  caller: 'signed',
  request,
  throws: [
    'AliasExistsException',
    'InvalidLambdaResponseException',
    'LimitExceededException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
    'UserNotFoundException',
  ],
  deps: () => ({ attributeUpdates: attributeUpdates(), directory: directory(), users: users() }),
  run: adminUpdateUserAttributes,
});

export const handler = operation(definition, signed);
