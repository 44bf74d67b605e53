/**
 * Sets which records of its log a pool sends, and where: messages that were not delivered, and events of threat protection. It
 * replaces what was set. An empty list ends it.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetLogDeliveryConfiguration.html
 */

import type {
  SetLogDeliveryConfigurationRequest,
  SetLogDeliveryConfigurationResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { setLogConfigurations } from '#shared/services/user-pools/log-configurations.ts';
import { LogConfigurationListType, toLogDeliveryConfigurationType } from '#shared/wire/log-delivery.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  LogConfigurations: LogConfigurationListType,
}) satisfies RequestOf<SetLogDeliveryConfigurationRequest>;

export const { definition, handler } = signed({
  name: 'SetLogDeliveryConfiguration',
  request,
  throws: [],
  run: async ({ UserPoolId, LogConfigurations }): Promise<Wire<SetLogDeliveryConfigurationResponse>> => {
    const pool = await setLogConfigurations(UserPoolId, LogConfigurations);
    return { LogDeliveryConfiguration: toLogDeliveryConfigurationType(pool) };
  },
});
