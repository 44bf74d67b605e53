/**
 * Adds custom attributes to a pool's schema. No operation of the API removes them again, but ApplyUserPoolChange does.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddCustomAttributes.html
 */

import type {
  AddCustomAttributesRequest,
  AddCustomAttributesResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { orTooManyRequests } from '#shared/data/write.ts';
import { withAddedAttributes } from '#shared/domain/user-pools/schema.ts';
import { signed } from '#shared/operations/signed.ts';
import { changeUserPool } from '#shared/services/user-pools/user-pools.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import { CustomAttributesListType } from '#shared/wire/user-pool-shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  CustomAttributes: CustomAttributesListType,
}) satisfies RequestOf<AddCustomAttributesRequest>;

export const { definition, handler } = signed({
  name: 'AddCustomAttributes',
  request,
  throws: [],
  run: async ({ UserPoolId, CustomAttributes }): Promise<AddCustomAttributesResponse> => {
    await orTooManyRequests(
      changeUserPool(UserPoolId, ({ schema }) => ({ schema: withAddedAttributes(schema, CustomAttributes) })),
    );
    return {};
  },
});
