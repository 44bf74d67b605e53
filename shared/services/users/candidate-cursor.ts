import type { Candidate, CandidateSearch, ShardPosition, UserCandidates } from '#shared/data/users/user-candidates.ts';
import { compareKeys } from '#shared/domain/users/search-field.ts';

/** Where a search is in each of the pool's shards. */
export type CursorPosition = readonly ShardPosition[];

interface Shard {
  readonly at: number;
  /** The last one that was taken for good. */
  behind: Candidate | null;
  /** The last one that was read. */
  readTo: Candidate | null;
  isReadToEnd: boolean;
  readonly waiting: Candidate[];
  /** How many are taken but may be given back. */
  onLoan: number;
}

/** Takes the candidates of a search one after another, over all shards. */
export interface CandidateCursor {
  /**
   * The next ones, at most `most`. Fewer at the end, or where very many users joined before the place that was reached.
   */
  readonly take: (most: number) => Promise<readonly Candidate[]>;
  /** Only the first of those just taken were used: the others come again. */
  readonly keep: (count: number) => void;
  /** Where to continue; undefined at the end. */
  readonly position: () => CursorPosition | undefined;
}

const leastRead = 10;

// How many users who joined before the place that was reached are passed over at once, and how many times.
const passedOver = 1000;
const mostRounds = 5;

const isEmpty = ({ waiting, isReadToEnd }: Shard): boolean => waiting.length === 0 && !isReadToEnd;

/**
 * A cursor over a search. A sorted one takes the first candidate of any shard. An unsorted one goes shard by shard,
 * which takes fewer requests.
 */
export const createCandidateCursor = (
  source: UserCandidates,
  search: CandidateSearch,
  isSorted: boolean,
  start: CursorPosition | undefined,
): CandidateCursor => {
  const sign = search.order === 'ascending' ? 1 : -1;
  const shards = Array.from({ length: source.shards(search.poolId) }, (_none, at): Shard => {
    const position = start?.[at] ?? null;
    const behind = position === 'end' ? null : position;
    return { at, behind, readTo: behind, isReadToEnd: position === 'end', waiting: [], onLoan: 0 };
  });
  // In a shard that is behind, users who joined before the place that a sorted search has reached are too late.
  const reached = shards.flatMap(({ behind }) => behind?.[1] ?? []);
  const isYetToCome = ([, value]: Candidate): boolean =>
    !isSorted || reached.every((place) => sign * compareKeys(value, place) >= 0);
  let loans: { readonly shard: Shard; readonly candidate: Candidate }[] = [];

  const fill = async (shard: Shard, limit: number): Promise<void> => {
    for (let round = 1; isEmpty(shard) && round <= mostRounds; round++) {
      const most = round === 1 ? limit : passedOver;
      const { candidates, next } = await source.page(search, shard.at, shard.readTo, most);
      shard.waiting.push(...candidates.filter(isYetToCome));
      shard.readTo = next;
      shard.isReadToEnd = next === null;
      if (shard.waiting.length === 0 && shard.onLoan === 0) shard.behind = next;
    }
  };

  const keep = (count: number): void => {
    for (const [at, { shard, candidate }] of loans.entries()) {
      shard.onLoan -= 1;
      if (at < count) shard.behind = candidate;
    }
    for (const { shard, candidate } of loans.slice(count).reverse()) shard.waiting.unshift(candidate);
    loans = [];
  };

  const takeOne = (): Shard | undefined => {
    const ready = shards.filter(({ waiting }) => waiting.length > 0);
    return isSorted
      ? ready.sort((a, b) => sign * compareKeys(a.waiting[0]?.[1] ?? '', b.waiting[0]?.[1] ?? ''))[0]
      : ready[0];
  };

  return {
    take: async (most) => {
      keep(loans.length);
      // What a shard has too many of waits for the next call. Reading fewer would mean reading more often.
      const merged = Math.max(leastRead, Math.ceil(most / 2));
      while (loans.length < most) {
        if (isSorted) {
          await Promise.all(shards.map((shard) => fill(shard, merged)));
          if (shards.some(isEmpty)) break;
        } else {
          for (const shard of shards) {
            await fill(shard, most - loans.length);
            if (shard.waiting.length > 0) break;
          }
        }
        const shard = takeOne();
        const candidate = shard?.waiting.shift();
        if (!shard || !candidate) break;
        shard.onLoan += 1;
        loans.push({ shard, candidate });
      }
      return loans.map(({ candidate }) => candidate);
    },

    keep,

    position: () => {
      const places = shards.map(
        ({ waiting, isReadToEnd, onLoan, behind }): ShardPosition =>
          isReadToEnd && waiting.length === 0 && onLoan === 0 ? 'end' : behind,
      );
      return places.every((place) => place === 'end') ? undefined : places;
    },
  };
};
