import { createHash } from 'node:crypto';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** What can be guessed wrong. Each is counted by itself, so that a right password does not forgive wrong codes. */
export type FailureKind = 'password' | 'code';

/** Names that find a user, in addition to the key. A username is among them only where it is folded in another way. */
export type OwnedName = 'username' | 'email' | 'phone_number' | 'preferred_username' | 'sub';

/** SHA-256 of a text, in hexadecimal digits. */
export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * A name as part of a key. A key has at most 2,048 bytes, and NFKC can make a name eighteen times longer. No name has a
 * space before a hex digit.
 */
export const bounded = (name: string): string => (Buffer.byteLength(name) <= 512 ? name : `sha256 ${sha256Of(name)}`);

const userPartition = (poolId: string, userKey: string): string => `USER#${poolId}#${bounded(userKey)}`;

/** The pool in the partition of a user; undefined for another partition. */
export const poolOfUserPartition = (pk: string): string | undefined => /^USER#([^#]+)#/.exec(pk)?.[1];

const poolChangePartition = (poolId: string): string => `POOL_CHANGE#${poolId}`;

const exportPartition = (poolId: string): string => `EXPORTS#${poolId}`;

const importPartition = (poolId: string): string => `IMPORTS#${poolId}`;

const groupPartition = (poolId: string): string => `GROUPS#${poolId}`;

const resourceServerPartition = (poolId: string): string => `RESOURCE_SERVERS#${poolId}`;

const riskPartition = (poolId: string): string => `RISK#${poolId}`;

const termsPartition = (poolId: string): string => `TERMS#${poolId}`;

const deletedGroupPartition = (poolId: string, name: string): string => `DELETED_GROUP#${poolId}#${name}`;

const memberPrefix = (poolId: string, groupId: string): string => `MEMBERS#${poolId}#${groupId}#`;

/** The keys of the table, those of providers, pages and OAuth requests apart. docs/data-model.md lists them, with what they hold. */
export const keys = {
  pool: (poolId: string): Key => ({ pk: `POOL#${poolId}`, sk: 'CONFIG' }),
  deploymentLimits: (): Key => ({ pk: 'LIMITS', sk: 'DEPLOYMENT' }),
  deletedPool: (poolId: string): Key => ({ pk: `DELETED_POOL#${poolId}`, sk: 'CONFIG' }),
  signingKey: (poolId: string, kid: string): Key => ({ pk: `POOL#${poolId}`, sk: `SIGNING_KEY#${kid}` }),
  searchIndexing: (poolId: string): Key => ({ pk: `SEARCH#${poolId}`, sk: 'INDEXING' }),
  poolChangePartition,
  poolChange: (poolId: string): Key => ({ pk: poolChangePartition(poolId), sk: 'CHANGE' }),
  /** What in a user stands in the way of a change. */
  changeObstacle: (poolId: string, search: string, userKey: string): Key => ({
    pk: poolChangePartition(poolId),
    sk: `${obstaclesOf(search)}${bounded(userKey)}`,
  }),
  /** A name that a user would get, while a change is only planned. */
  plannedName: (poolId: string, planId: string, kind: OwnedName, nameKey: string): Key => ({
    pk: `POOL_PLAN#${poolId}#${planId}#${bounded(nameKey)}`,
    sk: kind,
  }),
  appClient: (clientId: string): Key => ({ pk: `CLIENT#${clientId}`, sk: 'CONFIG' }),
  domain: (name: string): Key => ({ pk: `DOMAIN#${name}`, sk: 'CONFIG' }),
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

  resourceServerPartition,
  resourceServer: (poolId: string, identifier: string): Key => ({
    pk: resourceServerPartition(poolId),
    sk: `${resourceServerEntries}${identifier}`,
  }),
  resourceServerCount: (poolId: string): Key => ({ pk: resourceServerPartition(poolId), sk: 'COUNT' }),

  termsPartition,
  terms: (poolId: string, clientId: string, name: string): Key => ({
    pk: termsPartition(poolId),
    sk: `${termsOf(clientId)}${name}`,
  }),
  termsCount: (poolId: string): Key => ({ pk: termsPartition(poolId), sk: 'COUNT' }),

  riskPartition,
  /** Texts of notifications, of an app client or of `ALL`. */
  riskMails: (poolId: string, clientId: string): Key => ({ pk: riskPartition(poolId), sk: `M#${clientId}` }),

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
  /** Rows of one portion of a file that were not imported: `place` is one of a few in that portion. */
  importRefusals: (poolId: string, jobId: string, portionRow: number, place: number): Key => ({
    pk: importPartition(poolId),
    sk: `${importRefusalsOf(jobId)}${String(portionRow).padStart(12, '0')}#${String(place).padStart(3, '0')}`,
  }),

  userPartition,
  /** What `userPartition` was made from, or its bounded form, which gives the same keys. */
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
  /** Not among the items that sign-in reads. */
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
  /** A sign-in of that app client that waits for the proof of that device. */
  askedDevice: (poolId: string, userKey: string, clientId: string, deviceKey: string): Key => ({
    pk: userPartition(poolId, userKey),
    sk: `Q#${clientId}#${bounded(deviceKey)}`,
  }),
  limit: (poolId: string, userKey: string, action: string): Key => ({
    pk: userPartition(poolId, userKey),
    sk: `L#${action}`,
  }),
  /** Messages to one user in an hour, which is given in hours since the epoch. */
  userMessages: (poolId: string, userKey: string, hour: number): Key => ({
    pk: userPartition(poolId, userKey),
    sk: `L#Messages#${hour}`,
  }),
  /**
   * Messages to one address or number in an hour. The key has a digest of it under the pool's key, which no other pool
   * has.
   */
  destinationMessages: (digest: string, hour: number): Key => ({
    pk: `DESTINATION#${digest}`,
    sk: `${hour}`,
  }),
  /** One share of a pool's messages in a day of UTC. */
  poolMessages: (poolId: string, medium: string, shard: number, day: number): Key => ({
    pk: `MESSAGES#${poolId}#${medium}#${shard}`,
    sk: `${day}`,
  }),
  /** What is remembered of the user's sign-ins. */
  riskMemory: (poolId: string, userKey: string): Key => ({ pk: userPartition(poolId, userKey), sk: 'U#RISK' }),
  authEvent: (poolId: string, userKey: string, eventId: string): Key => ({
    pk: userPartition(poolId, userKey),
    sk: `${eventFacts}${eventId}`,
  }),
  /** One share of the pool's users who were active in a month. */
  activeUsers: (poolId: string, share: number, sk: string): Key => ({ pk: `ACTIVE_USERS#${poolId}#${share}`, sk }),
  passwordHistory: (poolId: string, userKey: string): Key => ({
    pk: userPartition(poolId, userKey),
    sk: 'H#PASSWORDS',
  }),
  family: (poolId: string, userKey: string, familyId: string): Key => ({
    pk: userPartition(poolId, userKey),
    sk: `${familyFacts}${familyId}`,
  }),
  session: (poolId: string, userKey: string, slot: number): Key => ({
    pk: userPartition(poolId, userKey),
    sk: `${sessionFacts}${String(slot).padStart(3, '0')}`,
  }),
  ssoSession: (poolId: string, userKey: string, sessionId: string): Key => ({
    pk: userPartition(poolId, userKey),
    sk: `${ssoFacts}${sessionId}`,
  }),
  /** An authorization code, by its digest: who reads the table cannot use it. */
  authorizationCode: (poolId: string, digest: string): Key => ({ pk: `CODE#${poolId}#${digest}`, sk: 'CONFIG' }),
  /**
   * The owner of a name that is not a username. It is in the same partition as a user with that username, so that one
   * query finds either.
   */
  owner: (poolId: string, nameKey: string, kind: OwnedName): Key => ({
    pk: userPartition(poolId, nameKey),
    sk: `U#OWNER#${kind}`,
  }),
} as const;

/** Prefix of the sort keys of what one search for obstacles to a pool's change found. */
export const obstaclesOf = (search: string): string => `O#${search}#`;

/** Prefix of the sort keys of a pool's groups. */
export const groupEntries = 'G#';

/** Prefix of the sort keys of a pool's resource servers. */
export const resourceServerEntries = 'R#';

/** Prefix of the sort keys of a pool's terms. */
export const termsEntries = 'T#';

/** Prefix of the sort keys of an app client's terms. */
export const termsOf = (clientId: string): string => `${termsEntries}${clientId}#`;

/** Prefix of the sort keys of a pool's import jobs. */
export const importEntries = 'J#';

/** Prefix of the sort keys of the rows that an import job refused. */
export const importRefusalsOf = (jobId: string): string => `R#${jobId}#`;

/** Prefix of the sort keys of a pool's exports. Their parts have another. */
export const exportEntries = 'E#';

/** Prefix of the sort keys of everything about a user that one query reads. */
export const userFacts = 'U#';

/** Prefix of the sort keys of a user's passkeys. */
export const passkeyFacts = 'U#PASSKEY#';

/** Prefix of the sort keys of a user's devices. */
export const deviceFacts = 'D#';

/** Prefix of the sort keys of a user's events. */
export const eventFacts = 'E#';

/** Prefix of the sort keys of a user's token families. */
export const familyFacts = 'S#';

/** Prefix of the sort keys of a user's sessions of the pages. */
export const ssoFacts = 'O#';

/** Prefix of the sort keys of a user's tracked sessions. */
export const sessionFacts = 'T#';

/** Partitions of the list index. */
export const lists = {
  pools: 'POOLS',
  deletedPools: 'DELETED_POOLS',
  searchIndexings: 'SEARCH_INDEXINGS',
  deletedGroups: 'DELETED_GROUPS',
  /** Changes that a worker has something to do for. */
  poolChanges: 'POOL_CHANGES',
  /** Unfinished exports. */
  poolExports: 'POOL_EXPORTS',
  /** Jobs that a worker has something to do for. */
  userImportJobs: 'USER_IMPORT_JOBS',
  appClients: (poolId: string): string => `CLIENTS#${poolId}`,
} as const;

const shards = 4;

// From the bounded form, so that a key that was cut leads to the same shard when it is taken from its item.
const shardNumber = (userKey: string): number => {
  const [byte = 0] = createHash('sha256').update(bounded(userKey)).digest();
  return byte % shards;
};

/** The user's partition of the search indexes. There are several, so that no pool has one hot partition. */
export const shardOf = (poolId: string, userKey: string): string => `${poolId}#${shardNumber(userKey)}`;

/** All partitions that a pool's users are spread over. */
export const shardsOf = (poolId: string): readonly string[] =>
  Array.from({ length: shards }, (_none, shard) => `${poolId}#${shard}`);

/** All partitions that a group's members are spread over. */
export const memberPartitions = (poolId: string, groupId: string): readonly string[] =>
  Array.from({ length: shards }, (_none, shard) => `${memberPrefix(poolId, groupId)}${shard}`);
