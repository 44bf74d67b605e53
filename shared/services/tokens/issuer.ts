import { environment } from '#shared/config/environment.ts';
import { issuerName, issuerNames } from '#shared/domain/user-pools/issuer-name.ts';
import { followsRfc9068 } from '#shared/domain/user-pools/settings.ts';
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

/**
 * What the pool's access tokens have beside what Cognito's have: the type in their header, and the audience of those that are
 * for no resource in particular. RFC 9068 sections 2.1 and 3.
 */
export const accessTokenForm = (
  pool: Pick<UserPool, 'id' | 'settings' | 'tokens'>,
): { readonly typ: string | undefined; readonly usualAudience: string | undefined } =>
  followsRfc9068(pool)
    ? { typ: 'at+jwt', usualAudience: issuerOf(pool) }
    : { typ: undefined, usualAudience: undefined };
