/**
 * Tells which records of its log a pool sends, and where.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetLogDeliveryConfiguration.html
 */

import type {
  GetLogDeliveryConfigurationRequest,
  GetLogDeliveryConfigurationResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { toLogDeliveryConfigurationType } from '#shared/wire/log-delivery.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({ UserPoolId: UserPoolIdType }) satisfies RequestOf<GetLogDeliveryConfigurationRequest>;

export const { definition, handler } = signed({
  name: 'GetLogDeliveryConfiguration',
  request,
  throws: [],
  run: async ({ UserPoolId }): Promise<Wire<GetLogDeliveryConfigurationResponse>> => {
    const { pool } = await getUserPool(UserPoolId);
    return { LogDeliveryConfiguration: toLogDeliveryConfigurationType(pool) };
  },
});
