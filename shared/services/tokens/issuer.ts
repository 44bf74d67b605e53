import { environment } from '#shared/config/environment.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';

/** The issuer of a pool's tokens. */
export const issuerOf = (pool: Pick<UserPool, 'id'>): string => `${environment().issuerOrigin}/${pool.id}`;
