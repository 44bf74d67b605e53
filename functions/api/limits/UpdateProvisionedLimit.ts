/**
 * Sets how many calls a second of a category the owner allows: of the whole deployment or, with `ClientId` among the
 * attributes, of one app client. 2,147,483,647 takes the limit away.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateProvisionedLimit.html
 */

import type {
  UpdateProvisionedLimitRequest,
  UpdateProvisionedLimitResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { setProvisionedLimit } from '#shared/services/app-clients/provisioned-limits.ts';
import { LimitDefinitionType, limitOf, toLimitType } from '#shared/wire/provisioned-limit.ts';
import { integer, type RequestOf } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  LimitDefinition: LimitDefinitionType,
  RequestedLimitValue: integer(),
}) satisfies RequestOf<UpdateProvisionedLimitRequest>;

export const { definition, handler } = signed({
  name: 'UpdateProvisionedLimit',
  request,
  throws: [],
  run: async ({ LimitDefinition, RequestedLimitValue }): Promise<Wire<UpdateProvisionedLimitResponse>> => {
    const perSecond = await setProvisionedLimit(limitOf(LimitDefinition), RequestedLimitValue);
    return { Limit: toLimitType(LimitDefinition, perSecond) };
  },
});
