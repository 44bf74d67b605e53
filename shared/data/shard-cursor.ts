import type { Item } from './table.ts';

/** Where reading shard after shard continues: in which shard, and behind which key. Without a key, at its beginning. */
export interface ShardCursor {
  readonly shard: number;
  readonly key: Item | undefined;
}

/**
 * Where to continue after a page of a shard; undefined at the end of the last. `next` is where the rest of that shard
 * begins.
 */
export const cursorAfter = (
  shards: number,
  { shard }: ShardCursor,
  next: Item | undefined,
): ShardCursor | undefined => {
  if (next) return { shard, key: next };
  return shard + 1 < shards ? { shard: shard + 1, key: undefined } : undefined;
};
