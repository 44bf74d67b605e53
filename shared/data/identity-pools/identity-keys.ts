import type { Key } from '../keys.ts';

// The roles of the functions allow keys that begin with IDENTITY, and no others.

/** Every key of what belongs to identity pools. docs/data-model.md lists them, with what they hold. */
export const identityKeys = {
  pool: (poolId: string): Key => ({ pk: `IDENTITY_POOL#${poolId}`, sk: 'CONFIG' }),
} as const;

/** Partitions of the list index. */
export const identityLists = {
  pools: 'IDENTITY_POOLS',
} as const;
