/**
 * Adds custom attributes to a pool's schema, which no operation of the API takes away again: ApplyUserPoolChange does.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddCustomAttributes.html
 */
import type {
  AddCustomAttributesRequest,
  AddCustomAttributesResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { orTooManyRequests } from '#shared/data/conflict.ts';
import { withAddedAttributes } from '#shared/domain/user-pools/schema.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { CustomAttributesListType } from '#shared/wire/user-pool-shapes.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  CustomAttributes: CustomAttributesListType,
}) satisfies RequestOf<AddCustomAttributesRequest>;

interface Deps {
  readonly userPools: UserPools;
}

const addCustomAttributes =
  ({ userPools }: Deps): Run<typeof request, AddCustomAttributesResponse, SignedCaller> =>
  async ({ UserPoolId, CustomAttributes }) => {
    await orTooManyRequests(
      userPools.change(UserPoolId, ({ schema }) => ({ schema: withAddedAttributes(schema, CustomAttributes) })),
    );
    return {};
  };

export const definition = define({
  name: 'AddCustomAttributes',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ userPools: userPools() }),
  run: addCustomAttributes,
});

export const handler = operation(definition, signed);
