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

/** Names that find a user beside the username. */
export type OwnedName = 'email' | 'phone_number' | 'preferred_username' | 'sub';

const userPartition = (poolId: string, userKey: string): string => `USER#${poolId}#${bounded(userKey)}`;

/** Every key of the table; docs/data-model.md lists them with what they hold. */
export const keys = {
  pool: (poolId: string): Key => ({ pk: `POOL#${poolId}`, sk: 'CONFIG' }),
  deletedPool: (poolId: string): Key => ({ pk: `DELETED_POOL#${poolId}`, sk: 'CONFIG' }),
  signingKey: (poolId: string, kid: string): Key => ({ pk: `POOL#${poolId}`, sk: `SIGNING_KEY#${kid}` }),
  appClient: (clientId: string): Key => ({ pk: `CLIENT#${clientId}`, sk: 'CONFIG' }),
  accessKey: (accessKeyId: string): Key => ({ pk: `ACCESS_KEY#${accessKeyId}`, sk: 'CONFIG' }),
  deploymentKey: (): Key => ({ pk: 'DEPLOYMENT', sk: 'DATA_KEY' }),

  userPartition,
  user: (poolId: string, userKey: string): Key => ({ pk: userPartition(poolId, userKey), sk: 'U#PROFILE' }),
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
  appClients: (poolId: string): string => `CLIENTS#${poolId}`,
} as const;

const shards = 4;

/** The partition of the user search indexes that a user is in: no pool has one hot partition. */
export const shardOf = (poolId: string, userKey: string): string => {
  const [byte = 0] = createHash('sha256').update(userKey).digest();
  return `${poolId}#${byte % shards}`;
};

/** All partitions that a pool's users are spread over. */
export const shardsOf = (poolId: string): readonly string[] =>
  Array.from({ length: shards }, (_none, shard) => `${poolId}#${shard}`);

// What a cut through a surrogate pair leaves: no text that the store takes.
const halfPair = /[\ud800-\udbff]$/;

/** A value as sort key of an index: DynamoDB takes 1,024 bytes of it. */
export const indexed = (value: string): string => value.slice(0, 200).replace(halfPair, '');
