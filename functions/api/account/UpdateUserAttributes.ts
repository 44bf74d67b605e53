/**
 * Sets attributes of the bearer of an access token; one without a value is taken away.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html
 */
import type {
  UpdateUserAttributesRequest,
  UpdateUserAttributesResponse,
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
import { AttributeListType, ClientMetadataType, TokenModelType } from '#shared/wire/shapes.ts';
import { toAttributes } from '#shared/wire/user.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { attributeUpdates } from '#shared/wiring/attribute-updates.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  UserAttributes: AttributeListType,
  AccessToken: TokenModelType,
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<UpdateUserAttributesRequest>;

interface Deps {
  readonly attributeUpdates: AttributeUpdates;
  readonly users: Users;
}

const updateUserAttributes =
  ({ attributeUpdates, users }: Deps): Run<typeof request, UpdateUserAttributesResponse, TokenCaller> =>
  async ({ UserAttributes, ClientMetadata }, { caller }) => {
    const { pool, client } = caller;
    const changes = toAttributes(UserAttributes);
    assertWritable(client, pool, Object.keys(changes));
    const deliveries = await attributeUpdates.apply({
      pool,
      read: readingAgain(users, caller),
      changes,
      clientId: client.id,
      clientMetadata: ClientMetadata,
    });
    return { CodeDeliveryDetailsList: [...deliveries] };
  };

export const definition = define({
  name: 'UpdateUserAttributes',
  caller: 'accessToken',
  request,
  throws: [
    'AliasExistsException',
    'CodeDeliveryFailureException',
    'InvalidLambdaResponseException',
    'LimitExceededException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
    'UserNotFoundException',
  ],
  deps: () => ({ attributeUpdates: attributeUpdates(), users: users() }),
  run: updateUserAttributes,
});

export const handler = operation(definition, accessToken);
