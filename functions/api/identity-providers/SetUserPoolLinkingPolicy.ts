/**
 * Sets when somebody who first comes through a provider becomes a user that the pool has: never, where a trusted provider
 * and the pool have verified the same e-mail, or where the user proves the other account on the pages. What is not given is
 * as in Cognito again. An operation of Gatehouse's own: its target is `Gatehouse.SetUserPoolLinkingPolicy`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { setLinkingPolicy } from '#shared/services/federation/linking-policy.ts';
import { LinkingPolicyType, TrustedProvidersType, toLinkingPolicy } from '#shared/wire/linking-policy.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Policy: v.optional(LinkingPolicyType, 'NEVER'),
  TrustedProviders: v.optional(TrustedProvidersType, []),
});

export const { definition, handler } = signed({
  name: 'SetUserPoolLinkingPolicy',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ UserPoolId, Policy, TrustedProviders }): Promise<ReturnType<typeof toLinkingPolicy>> => {
    const pool = await setLinkingPolicy(UserPoolId, { policy: Policy, trusted: TrustedProviders });
    return toLinkingPolicy(pool, [...new Set(TrustedProviders)]);
  },
});
