import { createHash } from 'node:crypto';
import type { Key } from './keys.ts';

// Epoch milliseconds, so that they sort as texts.
const timeText = (epochMs: number): string => String(epochMs).padStart(13, '0');

const deliveryPartition = (poolId: string): string => `LOGOUTS#${poolId}`;

/** The keys of what app clients are told of sessions that ended. Most functions need none of them. */
export const logoutKeys = {
  /** What ended, until it is known who is told of it. */
  sessionEnd: (poolId: string, id: string): Key => ({ pk: `SESSION_END#${poolId}#${id}`, sk: 'CONFIG' }),
  deliveryPartition,
  /** What one client is told of one session that ended at that time. */
  delivery: (poolId: string, endedAt: number, id: string): Key => ({
    pk: deliveryPartition(poolId),
    sk: `${timeText(endedAt)}#${id}`,
  }),
} as const;

const shards = 4;

const workPartition = (shard: number): string => `LOGOUT_WORK#${shard}`;

/** All partitions of the list index that have what is still to be told. */
export const workPartitions: readonly string[] = Array.from({ length: shards }, (_none, shard) => workPartition(shard));

/** Where in the list index something stands that is to be done at a time, in epoch milliseconds. */
export const workAt = (key: Key, dueAt: number): { readonly listPk: string; readonly listSk: string } => {
  const [byte = 0] = createHash('sha256').update(`${key.pk} ${key.sk}`).digest();
  return { listPk: workPartition(byte % shards), listSk: `${timeText(dueAt)}#${key.pk}#${key.sk}` };
};

/** What stands before everything that is to be done later. */
export const workAfter = (epochMs: number): string => timeText(epochMs + 1);
