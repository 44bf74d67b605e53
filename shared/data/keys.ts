import { createHash } from 'node:crypto';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

// A key has 2,048 bytes at most; NFKC can make a name eighteen times longer. A name has no space before a hex digit.
const bounded = (name: string): string =>
  Buffer.byteLength(name) <= 512 ? name : `sha256 ${createHash('sha256').update(name).digest('hex')}`;

/** What may be guessed wrong: each is counted by itself, so that a right password does not forgive wrong codes. */
export type FailureKind = 'password' | 'code';

/** Names that find a user beside the username; a username among them is one that is folded otherwise than the key. */
export type OwnedName = 'username' | 'email' | 'phone_number' | 'preferred_username' | 'sub';

const userPartition = (poolId: string, userKey: string): string => `USER#${poolId}#${bounded(userKey)}`;

const poolChangePartition = (poolId: string): string => `POOL_CHANGE#${poolId}`;

const exportPartition = (poolId: string): string => `EXPORTS#${poolId}`;

const importPartition = (poolId: string): string => `IMPORTS#${poolId}`;

const groupPartition = (poolId: string): string => `GROUPS#${poolId}`;

const deletedGroupPartition = (poolId: string, name: string): string => `DELETED_GROUP#${poolId}#${name}`;

const memberPrefix = (poolId: string, groupId: string): string => `MEMBERS#${poolId}#${groupId}#`;

/** Every key of the table; docs/data-model.md lists them with what they hold. */
export const keys = {
  pool: (poolId: string): Key => ({ pk: `POOL#${poolId}`, sk: 'CONFIG' }),
  deletedPool: (poolId: string): Key => ({ pk: `DELETED_POOL#${poolId}`, sk: 'CONFIG' }),
  signingKey: (poolId: string, kid: string): Key => ({ pk: `POOL#${poolId}`, sk: `SIGNING_KEY#${kid}` }),
  searchIndexing: (poolId: string): Key => ({ pk: `SEARCH#${poolId}`, sk: 'INDEXING' }),
  poolChangePartition,
  poolChange: (poolId: string): Key => ({ pk: poolChangePartition(poolId), sk: 'CHANGE' }),
  /** What of a user stands in the way of a change. */
  changeObstacle: (poolId: string, search: string, userKey: string): Key => ({
    pk: poolChangePartition(poolId),
    sk: `${obstaclesOf(search)}${bounded(userKey)}`,
  }),
  /** A name that a user would have, while a change is only planned. */
  plannedName: (poolId: string, planId: string, kind: OwnedName, nameKey: string): Key => ({
    pk: `POOL_PLAN#${poolId}#${planId}#${bounded(nameKey)}`,
    sk: kind,
  }),
  appClient: (clientId: string): Key => ({ pk: `CLIENT#${clientId}`, sk: 'CONFIG' }),
  accessKey: (accessKeyId: string): Key => ({ pk: `ACCESS_KEY#${accessKeyId}`, sk: 'CONFIG' }),
  deploymentKey: (): Key => ({ pk: 'DEPLOYMENT', sk: 'DATA_KEY' }),

  groupPartition,
  group: (poolId: string, name: string): Key => ({ pk: groupPartition(poolId), sk: `${groupEntries}${bounded(name)}` }),
  groupCount: (poolId: string): Key => ({ pk: groupPartition(poolId), sk: 'COUNT' }),
  deletedGroup: (poolId: string, name: string, groupId: string): Key => ({
    pk: deletedGroupPartition(poolId, name),
    sk: groupId,
  }),
  deletedGroupPartition,
  member: (poolId: string, groupId: string, userKey: string): Key => ({
    pk: `${memberPrefix(poolId, groupId)}${shardNumber(userKey)}`,
    sk: bounded(userKey),
  }),

  exportPartition,
  poolExport: (poolId: string, exportId: string): Key => ({
    pk: exportPartition(poolId),
    sk: `${exportEntries}${exportId}`,
  }),
  exportPart: (poolId: string, exportId: string, number: string): Key => ({
    pk: exportPartition(poolId),
    sk: `P#${exportId}#${number}`,
  }),

  importPartition,
  userImportJob: (poolId: string, jobId: string): Key => ({
    pk: importPartition(poolId),
    sk: `${importEntries}${jobId}`,
  }),
  importState: (poolId: string): Key => ({ pk: importPartition(poolId), sk: 'STATE' }),
  /** Rows of a portion of a file that were not imported: `place` is one of a few in that portion. */
  importRefusals: (poolId: string, jobId: string, portionRow: number, place: number): Key => ({
    pk: importPartition(poolId),
    sk: `${importRefusalsOf(jobId)}${String(portionRow).padStart(12, '0')}#${String(place).padStart(3, '0')}`,
  }),

  userPartition,
  /** What `userPartition` was made from, or its bounded form, which makes the same keys. */
  userKeyIn: (poolId: string, { pk }: Key): string => pk.slice(userPartition(poolId, '').length),
  user: (poolId: string, userKey: string): Key => ({ pk: userPartition(poolId, userKey), sk: 'U#PROFILE' }),
  /** The profile in a user's partition. */
  profileIn: (pk: string): Key => ({ pk, sk: 'U#PROFILE' }),
  password: (poolId: string, userKey: string): Key => ({ pk: userPartition(poolId, userKey), sk: 'U#PASSWORD' }),
  failures: (poolId: string, userKey: string, of: FailureKind): Key => ({
    pk: userPartition(poolId, userKey),
    sk: `U#FAILURES#${of}`,
  }),
  softwareToken: (poolId: string, userKey: string): Key => ({ pk: userPartition(poolId, userKey), sk: 'U#TOTP' }),
  /** Not among what sign-in reads. */
  pendingSoftwareToken: (poolId: string, userKey: string): Key => ({
    pk: userPartition(poolId, userKey),
    sk: 'P#TOTP',
  }),
  passkey: (poolId: string, userKey: string, credentialId: string): Key => ({
    pk: userPartition(poolId, userKey),
    sk: `${passkeyFacts}${bounded(credentialId)}`,
  }),
  recoveryCodes: (poolId: string, userKey: string): Key => ({
    pk: userPartition(poolId, userKey),
    sk: 'U#RECOVERY_CODES',
  }),
  device: (poolId: string, userKey: string, deviceKey: string): Key => ({
    pk: userPartition(poolId, userKey),
    sk: `${deviceFacts}${bounded(deviceKey)}`,
  }),
  code: (poolId: string, userKey: string, purpose: string): Key => ({
    pk: userPartition(poolId, userKey),
    sk: `U#CODE#${purpose}`,
  }),
  customSignIn: (poolId: string, userKey: string, signInId: string): Key => ({
    pk: userPartition(poolId, userKey),
    sk: `A#${signInId}`,
  }),
  limit: (poolId: string, userKey: string, action: string): Key => ({
    pk: userPartition(poolId, userKey),
    sk: `L#${action}`,
  }),
  /** What was sent to one user in an hour: a number of hours since the epoch. */
  userMessages: (poolId: string, userKey: string, hour: number): Key => ({
    pk: userPartition(poolId, userKey),
    sk: `L#Messages#${hour}`,
  }),
  /** What went to one address or number in an hour, by a digest of it under the pool's key: no other pool has the same. */
  destinationMessages: (digest: string, hour: number): Key => ({
    pk: `DESTINATION#${digest}`,
    sk: `${hour}`,
  }),
  /** A share of what a pool sent in a day of UTC. */
  poolMessages: (poolId: string, medium: string, shard: number, day: number): Key => ({
    pk: `MESSAGES#${poolId}#${medium}#${shard}`,
    sk: `${day}`,
  }),
  passwordHistory: (poolId: string, userKey: string): Key => ({
    pk: userPartition(poolId, userKey),
    sk: 'H#PASSWORDS',
  }),
  family: (poolId: string, userKey: string, familyId: string): Key => ({
    pk: userPartition(poolId, userKey),
    sk: `S#${familyId}`,
  }),
  session: (poolId: string, userKey: string, slot: number): Key => ({
    pk: userPartition(poolId, userKey),
    sk: `${sessionFacts}${String(slot).padStart(3, '0')}`,
  }),
  /** Who owns a name that is not a username: beside whoever has it as username, so that one query finds either. */
  owner: (poolId: string, nameKey: string, kind: OwnedName): Key => ({
    pk: userPartition(poolId, nameKey),
    sk: `U#OWNER#${kind}`,
  }),
} as const;

/** Sort keys of what one search for obstacles to a pool's change found have this prefix. */
export const obstaclesOf = (search: string): string => `O#${search}#`;

/** Sort keys of a pool's groups have this prefix. */
export const groupEntries = 'G#';

/** Sort keys of a pool's import jobs have this prefix. */
export const importEntries = 'J#';

/** Sort keys of the rows that an import job refused have this prefix. */
export const importRefusalsOf = (jobId: string): string => `R#${jobId}#`;

/** Sort keys of a pool's exports have this prefix; those of their parts another. */
export const exportEntries = 'E#';

/** What is read of a user in one query: sort keys with this prefix. */
export const userFacts = 'U#';

/** Sort keys of a user's passkeys have this prefix. */
export const passkeyFacts = 'U#PASSKEY#';

/** Sort keys of a user's devices have this prefix. */
export const deviceFacts = 'D#';

/** Sort keys of a user's tracked sessions have this prefix. */
export const sessionFacts = 'T#';

/** Partitions of the list index. */
export const lists = {
  pools: 'POOLS',
  deletedPools: 'DELETED_POOLS',
  searchIndexings: 'SEARCH_INDEXINGS',
  deletedGroups: 'DELETED_GROUPS',
  /** Those that a worker has to do with. */
  poolChanges: 'POOL_CHANGES',
  /** Those at work. */
  poolExports: 'POOL_EXPORTS',
  /** Those that a worker has to do with. */
  userImportJobs: 'USER_IMPORT_JOBS',
  appClients: (poolId: string): string => `CLIENTS#${poolId}`,
} as const;

const shards = 4;

// Of the bounded form: a key that was cut to size leads to the same shard when it is taken from its item.
const shardNumber = (userKey: string): number => {
  const [byte = 0] = createHash('sha256').update(bounded(userKey)).digest();
  return byte % shards;
};

/** The partition of the user search indexes that a user is in: no pool has one hot partition. */
export const shardOf = (poolId: string, userKey: string): string => `${poolId}#${shardNumber(userKey)}`;

/** All partitions that a pool's users are spread over. */
export const shardsOf = (poolId: string): readonly string[] =>
  Array.from({ length: shards }, (_none, shard) => `${poolId}#${shard}`);

/** All partitions that a group's members are spread over. */
export const memberPartitions = (poolId: string, groupId: string): readonly string[] =>
  Array.from({ length: shards }, (_none, shard) => `${memberPrefix(poolId, groupId)}${shard}`);

// What a cut through a surrogate pair leaves: no text that the store takes.
const halfPair = /[\ud800-\udbff]$/;

/** A value as sort key of an index: DynamoDB takes 1,024 bytes of it. */
export const indexed = (value: string): string => value.slice(0, 200).replace(halfPair, '');

/** What is before no key of a value that is not below this one: cut by one more, for a pair that was cut away. */
export const lowestIndexed = (value: string): string =>
  value.length < 200 ? value : value.slice(0, 199).replace(halfPair, '');

/** What is behind every key of a value that is not above this one. */
export const uppermostIndexed = (value: string): string =>
  value.length < 200 ? value : `${lowestIndexed(value)}\u{10ffff}`;
