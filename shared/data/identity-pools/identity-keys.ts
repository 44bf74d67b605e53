import { createHash } from 'node:crypto';
import type { Key } from '../keys.ts';

// The roles of the functions allow keys that begin with IDENTITY, and no others.

const digestOf = (parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

const keysPartition = 'IDENTITY_SIGNING_KEYS';

/** Every key of what belongs to identity pools. docs/data-model.md lists them, with what they hold. */
export const identityKeys = {
  pool: (poolId: string): Key => ({ pk: `IDENTITY_POOL#${poolId}`, sk: 'CONFIG' }),
  deletedPool: (poolId: string): Key => ({ pk: `IDENTITY_DELETED_POOL#${poolId}`, sk: 'CONFIG' }),
  identity: (identityId: string): Key => ({ pk: `IDENTITY#${identityId}`, sk: 'CONFIG' }),
  /** A login of a provider's user. A developer provider may have the name of another one, which is not the same. */
  login: (poolId: string, kind: 'developer' | 'provider', provider: string, userId: string): Key => ({
    pk: `IDENTITY_LOGIN#${poolId}#${digestOf([kind, provider, userId])}`,
    sk: 'CONFIG',
  }),
  /** An assertion of a SAML provider that was a login. */
  assertion: (provider: string, id: string): Key => ({
    pk: `IDENTITY_ASSERTION#${digestOf([provider, id])}`,
    sk: 'USED',
  }),
  signingKeysPartition: keysPartition,
  signingKey: (kid: string): Key => ({ pk: keysPartition, sk: `KEY#${kid}` }),
} as const;

const shards = 4;

// The ids are random, so their last digits are, too.
const shardNumber = (identityId: string): number => Number.parseInt(identityId.slice(-1), 16) % shards;

const shardName = (poolId: string, shard: number): string => `IDENTITY_LIST#${poolId}#${shard}`;

/** Partitions of the list index. */
export const identityLists = {
  pools: 'IDENTITY_POOLS',
  deletedPools: 'IDENTITY_DELETED_POOLS',
  /** There are several for a pool, so that no pool has one hot partition. */
  identities: (poolId: string, identityId: string): string => shardName(poolId, shardNumber(identityId)),
  /** All that a pool's identities are spread over. */
  allIdentities: (poolId: string): readonly string[] =>
    Array.from({ length: shards }, (_none, shard) => shardName(poolId, shard)),
} as const;
