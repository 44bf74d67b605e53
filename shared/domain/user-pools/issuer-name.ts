import type { UserPool } from './user-pool.ts';

// No Region begins so, and with it no pool id.
const prefix = 'issuer-';

/** The last segment of an issuer of the pool. It has two; IssuerConfiguration says which one its tokens name. */
export const issuerName = ({ id, settings }: Pick<UserPool, 'id' | 'settings'>): string =>
  settings.IssuerConfiguration?.Type === 'UPDATED' ? `${prefix}${id}` : id;

/** Both last segments of issuers of the pool. */
export const issuerNames = ({ id }: Pick<UserPool, 'id'>): readonly string[] => [id, `${prefix}${id}`];

/** What would be the id of the pool with that issuer. */
export const poolIdIn = (name: string): string => (name.startsWith(prefix) ? name.slice(prefix.length) : name);
