/**
 * Sets what a pool, or one app client, does about risky sign-ins and known passwords. It replaces all three sections.
 * Without any, the pool has no configuration, and the client that of the pool. The client's replaces the pool's as a whole.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetRiskConfiguration.html
 */

import type {
  SetRiskConfigurationRequest,
  SetRiskConfigurationResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { usualBounds } from '#shared/api/validation.ts';
import { signed } from '#shared/operations/signed.ts';
import { setRiskConfiguration } from '#shared/services/risk/risk-configurations.ts';
import { riskSections, toRiskConfigurationType } from '#shared/wire/risk-configuration.ts';
import { ClientIdType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: v.optional(ClientIdType),
  ...riskSections,
}) satisfies RequestOf<SetRiskConfigurationRequest>;

export const { definition, handler } = signed({
  name: 'SetRiskConfiguration',
  request,
  // Six texts of 20,000 characters, each of six bytes where a client escapes it.
  bounds: { ...usualBounds, bodyBytes: 1024 * 1024 },
  throws: [],
  run: async ({ UserPoolId, ClientId, ...sections }): Promise<Wire<SetRiskConfigurationResponse>> => {
    const set = await setRiskConfiguration({ poolId: UserPoolId, clientId: ClientId }, sections);
    return { RiskConfiguration: toRiskConfigurationType({ UserPoolId, ClientId }, set) };
  },
});
