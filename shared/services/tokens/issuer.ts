import { environment } from '#shared/config/environment.ts';
import { issuerName, issuerNames } from '#shared/domain/user-pools/issuer-name.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { ClientRecord } from '../directory/directory.ts';

/** The issuer whose last segment that is. */
export const issuerNamed = (name: string): string => `${environment().issuerOrigin}/${name}`;

/** The issuer of a pool's tokens. */
export const issuerOf = (pool: Pick<UserPool, 'id' | 'settings'>): string => issuerNamed(issuerName(pool));

/** The issuer by which an app knows the pool. For a client that registered itself, it may be that of a domain. */
export const knownIssuer = ({ pool, client }: ClientRecord): string => client.registration?.issuer ?? issuerOf(pool);

/** The issuers that tokens of the pool may name: those of a former setting hold until they expire. */
export const issuersOf = (pool: Pick<UserPool, 'id'>): readonly string[] => issuerNames(pool).map(issuerNamed);
