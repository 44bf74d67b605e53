/**
 * PreTokenGeneration, V2_0: puts the user's tenant, from the attribute `custom:tenant`, into both tokens, and that
 * tenant's scopes into the access token.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { triggerSettings } from '#shared/config/trigger-settings.ts';

export const handler = async (event: PreTokenGenerationV2TriggerEvent): Promise<PreTokenGenerationV2TriggerEvent> => {
  const tenant = event.request.userAttributes['custom:tenant'];
  if (!tenant) return event;
  const claimsToAddOrOverride = { tenant };
  event.response.claimsAndScopeOverrideDetails = {
    idTokenGeneration: { claimsToAddOrOverride },
    accessTokenGeneration: {
      claimsToAddOrOverride,
      scopesToAdd: [...(triggerSettings().tenantScopes.get(tenant) ?? [])],
    },
  };
  return event;
};
