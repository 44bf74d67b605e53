import { environment } from '#shared/config/environment.ts';
import { issuerName, issuerNames } from '#shared/domain/user-pools/issuer-name.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';

/** The issuer whose last segment that is. */
export const issuerNamed = (name: string): string => `${environment().issuerOrigin}/${name}`;

/** The issuer of a pool's tokens. */
export const issuerOf = (pool: Pick<UserPool, 'id' | 'settings'>): string => issuerNamed(issuerName(pool));

/** The issuers that tokens of the pool may name: those of a former setting hold until they expire. */
export const issuersOf = (pool: Pick<UserPool, 'id'>): readonly string[] => issuerNames(pool).map(issuerNamed);
