/**
 * Tells when somebody who first comes through a provider becomes a user that the pool has (`Policy`: NEVER, VERIFIED_EMAIL
 * or ASK), and which providers are trusted to verify e-mails. An operation of Gatehouse's own: its target is
 * `Gatehouse.GetUserPoolLinkingPolicy`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { trustedProviders } from '#shared/services/federation/linking-policy.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { toLinkingPolicy } from '#shared/wire/linking-policy.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType });

export const { definition, handler } = signed({
  name: 'GetUserPoolLinkingPolicy',
  request,
  throws: [],
  run: async ({ UserPoolId }): Promise<ReturnType<typeof toLinkingPolicy>> => {
    const { pool } = await getUserPool(UserPoolId);
    return toLinkingPolicy(pool, await trustedProviders(pool));
  },
});
