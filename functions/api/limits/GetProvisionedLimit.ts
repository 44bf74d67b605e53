/**
 * Tells how many calls a second of a category the owner allows: of the whole deployment or, with `ClientId` among the
 * attributes, of one app client.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetProvisionedLimit.html
 */

import type {
  GetProvisionedLimitRequest,
  GetProvisionedLimitResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getProvisionedLimit } from '#shared/services/app-clients/provisioned-limits.ts';
import { LimitDefinitionType, limitOf, toLimitType } from '#shared/wire/provisioned-limit.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  LimitDefinition: LimitDefinitionType,
}) satisfies RequestOf<GetProvisionedLimitRequest>;

export const { definition, handler } = signed({
  name: 'GetProvisionedLimit',
  request,
  throws: [],
  run: async ({ LimitDefinition }): Promise<Wire<GetProvisionedLimitResponse>> => ({
    Limit: toLimitType(LimitDefinition, await getProvisionedLimit(limitOf(LimitDefinition))),
  }),
});
