import { firstFactorsOf } from '#shared/domain/sign-in/factors.ts';
import type { FirstFactor } from '#shared/domain/user-pools/factors.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { proofsOf } from '../users/proofs.ts';
import type { UserRecord } from '../users/users.ts';

/** The factors with which a user can begin a sign-in, and the app for codes as a second factor. */
export const configuredFactors = (pool: UserPool, record: UserRecord): readonly (FirstFactor | 'SOFTWARE_TOKEN')[] => [
  ...firstFactorsOf(pool, proofsOf(pool, record)),
  ...(record.softwareToken ? (['SOFTWARE_TOKEN'] as const) : []),
];
