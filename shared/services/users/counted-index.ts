import type { CandidateSearch, ShardPosition, UserCandidates } from '#shared/data/users/user-candidates.ts';
import type { CursorPosition } from './candidate-cursor.ts';

/** How many keys of an index one call counts at most. */
const mostCounted = 10_000;

/** Counts the keys that a search is along, of so many as one call may; `position` is where to go on. */
export const countIndexed = async (
  source: UserCandidates,
  search: CandidateSearch,
  start: CursorPosition | undefined,
): Promise<{ readonly count: number; readonly position: CursorPosition | undefined }> => {
  const places: ShardPosition[] = Array.from(
    { length: source.shards(search.poolId) },
    (_none, shard) => start?.[shard] ?? null,
  );
  let count = 0;
  for (const shard of places.keys()) {
    for (let place = places[shard]; place !== 'end' && place !== undefined; place = places[shard]) {
      if (count >= mostCounted) return { count, position: places };
      const page = await source.count(search, shard, place, mostCounted - count);
      count += page.count;
      places[shard] = page.next ?? 'end';
    }
  }
  return { count, position: undefined };
};
