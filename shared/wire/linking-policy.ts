import * as v from 'valibot';
import { mostProviders } from '#shared/domain/federation/identity-provider.ts';
import { linkingOf } from '#shared/domain/federation/linking.ts';
import type { PoolLinking, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { ProviderNameType } from './identity-provider.ts';
import { list } from './shapes.ts';

export const LinkingPolicyType = v.picklist(['NEVER', 'VERIFIED_EMAIL', 'ASK']);
export const TrustedProvidersType = list(ProviderNameType, { max: mostProviders });

interface LinkingPolicy {
  readonly UserPoolId: string;
  readonly Policy: PoolLinking['policy'];
  readonly TrustedProviders: readonly string[];
}

/** How a pool links, as it is answered. */
export const toLinkingPolicy = (pool: UserPool, trusted: readonly string[]): LinkingPolicy => ({
  UserPoolId: pool.id,
  Policy: linkingOf(pool).policy,
  TrustedProviders: [...trusted].sort(),
});
