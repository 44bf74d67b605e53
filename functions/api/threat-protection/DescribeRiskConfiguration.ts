/**
 * Tells what a pool, or one app client, does about risky sign-ins and known passwords: the sections that are set.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeRiskConfiguration.html
 */

import type {
  DescribeRiskConfigurationRequest,
  DescribeRiskConfigurationResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getRiskConfiguration } from '#shared/services/risk/risk-configurations.ts';
import { toRiskConfigurationType } from '#shared/wire/risk-configuration.ts';
import { ClientIdType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: v.optional(ClientIdType),
}) satisfies RequestOf<DescribeRiskConfigurationRequest>;

export const { definition, handler } = signed({
  name: 'DescribeRiskConfiguration',
  request,
  throws: [],
  run: async ({ UserPoolId, ClientId }): Promise<Wire<DescribeRiskConfigurationResponse>> => {
    const found = await getRiskConfiguration({ poolId: UserPoolId, clientId: ClientId });
    return { RiskConfiguration: toRiskConfigurationType({ UserPoolId, ClientId }, found) };
  },
});
