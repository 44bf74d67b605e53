import { describe, expect, it } from 'vitest';
import type { Candidate, CandidateSearch, UserCandidates } from '#shared/data/users/user-candidates.ts';
import { createCandidateCursor } from '#shared/services/users/candidate-cursor.ts';

const search: CandidateSearch = { poolId: 'pool', along: { groupId: 'group' }, order: 'ascending' };

const byKey = (a: Candidate, b: Candidate): number => (`${a[1]} ${a[0]}` < `${b[1]} ${b[0]}` ? -1 : 1);

// Shards in memory, counting their requests.
const sourceOf = (shards: Candidate[][]) => {
  let asked = 0;
  const rest = (shard: number, behind: Candidate | null): Candidate[] =>
    (shards[shard] ?? []).sort(byKey).filter((one) => !behind || byKey(behind, one) < 0);
  const source: UserCandidates = {
    shards: () => shards.length,
    page: async (_search, shard, behind, limit) => {
      asked += 1;
      const left = rest(shard, behind);
      const candidates = left.slice(0, limit);
      return { candidates, count: candidates.length, next: left.length > limit ? (candidates.at(-1) ?? null) : null };
    },
    count: async () => ({ candidates: [], count: 0, next: null }),
    read: async () => [],
  };
  return { source, asked: () => asked };
};

describe('a sorted cursor', () => {
  it('passes over who joined before the place that it has come to, so many at a time', async () => {
    const shards: Candidate[][] = [
      [
        ['a', '1'],
        ['c', '3'],
      ],
      [['b', '2']],
    ];
    const { source, asked } = sourceOf(shards);
    const first = createCandidateCursor(source, search, true, undefined);
    expect(await first.take(1)).toEqual([['a', '1']]);
    first.keep(1);

    const late = Array.from({ length: 9000 }, (_none, at): Candidate => [`late-${at}`, '0']);
    shards[1]?.push(...late);
    let position = first.position();
    const found: Candidate[] = [];
    for (let call = 1; position; call++) {
      const before = asked();
      const cursor = createCandidateCursor(source, search, true, position);
      const taken = await cursor.take(60);
      cursor.keep(taken.length);
      found.push(...taken);
      expect(asked() - before).toBeLessThanOrEqual(6);
      expect(call).toBeLessThanOrEqual(4);
      position = cursor.position();
    }
    expect(found).toEqual([
      ['b', '2'],
      ['c', '3'],
    ]);
  });
});
