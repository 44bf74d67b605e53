import type { Item } from './table.ts';

/** Where reading shard after shard goes on: in which one, and behind which key; without one at its beginning. */
export interface ShardCursor {
  readonly shard: number;
  readonly key: Item | undefined;
}

/** Where to go on after a page of a shard, `next` being where the rest of that shard begins; undefined at the end of all. */
export const cursorAfter = (
  shards: number,
  { shard }: ShardCursor,
  next: Item | undefined,
): ShardCursor | undefined => {
  if (next) return { shard, key: next };
  return shard + 1 < shards ? { shard: shard + 1, key: undefined } : undefined;
};
