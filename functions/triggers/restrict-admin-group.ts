/**
 * PreTokenGeneration, V2_0: removes the administrators' group from tokens that are made outside their networks. An
 * event does not say where a viewer is, so a backend has to. It answers challenges and refreshes tokens with
 * `ClientMetadata: { viewerIp }`, through an app client with a secret that TRUSTED_CLIENT_IDS names. Every other token
 * is without the group.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
import { BlockList, isIP } from 'node:net';
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { triggerSettings } from '#shared/config/trigger-settings.ts';

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

const isWithin = (address: string, networks: readonly string[]): boolean => {
  if (!isIP(address)) return false;
  const known = new BlockList();
  for (const network of networks) {
    const [start = '', prefix] = network.split('/');
    if (prefix === undefined) known.addAddress(start, familyOf(start));
    else known.addSubnet(start, Number(prefix), familyOf(start));
  }
  return known.check(address, familyOf(address));
};

export const handler = async (event: PreTokenGenerationV2TriggerEvent): Promise<PreTokenGenerationV2TriggerEvent> => {
  const { adminGroup, adminNetworks, trustedClientIds } = triggerSettings();
  const { groupsToOverride: groups = [] } = event.request.groupConfiguration;
  const { viewerIp = '' } = event.request.clientMetadata ?? {};
  const isTold = trustedClientIds.includes(event.callerContext.clientId);
  if (!groups.includes(adminGroup) || (isTold && isWithin(viewerIp, adminNetworks))) return event;
  // The event does not say which role came with which group, so all roles are left out.
  event.response.claimsAndScopeOverrideDetails = {
    groupOverrideDetails: { groupsToOverride: groups.filter((group) => group !== adminGroup) },
  };
  return event;
};
