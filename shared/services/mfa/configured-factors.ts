import { firstFactorsOf } from '#shared/domain/sign-in/factors.ts';
import type { FirstFactor } from '#shared/domain/user-pools/factors.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { proofsOf } from '../users/proofs.ts';
import type { UserRecord } from '../users/users.ts';

/** What a user can begin a sign-in with, and the app that a second factor's codes come from. */
export const configuredFactors = (pool: UserPool, record: UserRecord): readonly (FirstFactor | 'SOFTWARE_TOKEN')[] => [
  ...firstFactorsOf(pool, proofsOf(pool, record)),
  ...(record.softwareToken ? (['SOFTWARE_TOKEN'] as const) : []),
];
