import type { CandidateSearch, ShardPosition, UserCandidates } from '#shared/data/users/user-candidates.ts';
import type { CursorPosition } from './candidate-cursor.ts';

/** The most keys of an index that one call counts. */
const mostCounted = 10_000;

/** Counts the keys of a search's range, as many as one call may. `position` is where to continue. */
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
