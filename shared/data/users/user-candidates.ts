import { once } from '#shared/config/once.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { KeyRange, SearchIndex } from '#shared/domain/users/search-plan.ts';
import type { User } from '#shared/domain/users/user.ts';
import { keys, memberPartitions, shardsOf } from '../keys.ts';
import { prefixRange } from '../prefix-range.ts';
import { type Item, type Table, table } from '../table.ts';
import { fromUserItem, indexed } from './user-item.ts';

/** Which of a pool's users are read, and in which order. */
export interface CandidateSearch {
  readonly poolId: string;
  /** Users whose keys in an index are in a range, or all members of a group. */
  readonly along: { readonly index: SearchIndex; readonly range: KeyRange } | { readonly groupId: string };
  readonly order: 'ascending' | 'descending';
}

/** An entry of an index: the partition key of the user, and the key in the index. */
export type Candidate = readonly [pk: string, value: string];

/** The user behind which a search continues in a shard; null before the first one. */
export type ShardPosition = Candidate | null | 'end';

interface CandidatePage {
  readonly candidates: readonly Candidate[];
  readonly count: number;
  readonly next: Candidate | null;
}

// The key behind the last one with the prefix. The prefix ends in `#`, and `$` comes after that.
const behindAll = (prefix: string): string => `${prefix.slice(0, -1)}$`;

// The lower end of the keys of values from this one on. It is cut by one more character, in case a pair was cut away.
const lowestIndexed = (value: string): string => (value.length < 200 ? value : indexed(value.slice(0, 199)));

// The upper end of the keys of values up to this one.
const uppermostIndexed = (value: string): string => (value.length < 200 ? value : `${lowestIndexed(value)}\u{10ffff}`);

const keyCondition = ({ prefix }: SearchIndex, range: KeyRange): { text: string; values: Record<string, string> } => {
  if ('equals' in range) return { text: ' AND #key = :key', values: { ':key': `${prefix}${indexed(range.equals)}` } };
  if ('prefix' in range) {
    return { text: ' AND #key BETWEEN :from AND :to', values: prefixRange(`${prefix}${indexed(range.prefix)}`) };
  }
  const low = range.atLeast === undefined ? undefined : lowestIndexed(range.atLeast);
  const high = range.atMost === undefined ? undefined : uppermostIndexed(range.atMost);
  if (prefix || (low !== undefined && high !== undefined)) {
    const [from, to] = [`${prefix}${low ?? ''}`, high === undefined ? behindAll(prefix) : `${prefix}${high}`];
    return { text: ' AND #key BETWEEN :from AND :to', values: { ':from': from, ':to': to } };
  }
  if (low !== undefined) return { text: ' AND #key >= :key', values: { ':key': low } };
  return high === undefined ? { text: '', values: {} } : { text: ' AND #key <= :key', values: { ':key': high } };
};

type Question = Parameters<Table['query']>[0];

interface Way {
  readonly question: Question;
  readonly startAt: (behind: Candidate) => Item;
  readonly toCandidate: (item: Item) => Candidate;
}

const alongIndex = (poolId: string, shard: number, { name, ...index }: SearchIndex, range: KeyRange): Way => {
  const userShard = shardsOf(poolId)[shard];
  const { text, values } = keyCondition({ name, ...index }, range);
  return {
    question: {
      IndexName: name,
      KeyConditionExpression: `userShard = :shard${text}`,
      ...(text && { ExpressionAttributeNames: { '#key': name } }),
      ExpressionAttributeValues: { ':shard': userShard, ...values },
    },
    startAt: ([pk, value]) => ({ ...keys.profileIn(pk), userShard, [name]: value }),
    toCandidate: (item) => [String(item.pk), String(item[name])],
  };
};

const alongGroup = (poolId: string, shard: number, groupId: string): Way => {
  const pk = memberPartitions(poolId, groupId)[shard];
  return {
    question: { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } },
    startAt: ([, sk]) => ({ pk, sk }),
    toCandidate: ({ sk }) => [keys.userPartition(poolId, String(sk)), String(sk)],
  };
};

/** Users by the keys of an index, or of a group, in portions, shard by shard. */
export const createUserCandidates = (table: Table) => {
  const query = async (
    { poolId, along, order }: CandidateSearch,
    shard: number,
    behind: Candidate | null,
    rest: Pick<Question, 'Limit' | 'Select'>,
  ): Promise<CandidatePage> => {
    const { question, startAt, toCandidate } =
      'groupId' in along
        ? alongGroup(poolId, shard, along.groupId)
        : alongIndex(poolId, shard, along.index, along.range);
    const { items, count, next } = await table.query({
      ...question,
      ...rest,
      ScanIndexForward: order === 'ascending',
      ...(behind && { ExclusiveStartKey: startAt(behind) }),
    });
    // With a count alone, there are no items.
    const candidates = rest.Select === 'COUNT' ? [] : items.map(toCandidate);
    return { candidates, count, next: next ? toCandidate(next) : null };
  };

  return {
    shards: (poolId: string): number => shardsOf(poolId).length,

    page: (search: CandidateSearch, shard: number, behind: Candidate | null, limit: number): Promise<CandidatePage> =>
      query(search, shard, behind, { Limit: limit }),

    /** How many there are behind that place, at most `limit`. */
    count: (search: CandidateSearch, shard: number, behind: Candidate | null, limit: number): Promise<CandidatePage> =>
      query(search, shard, behind, { Limit: limit, Select: 'COUNT' }),

    /** The users of up to 100 candidates, as the table has them now; undefined where one is gone. */
    read: async (pool: UserPool, candidates: readonly Candidate[]): Promise<readonly (User | undefined)[]> => {
      const items = await table.getAll(candidates.map(([pk]) => keys.profileIn(pk)));
      return items.map((item) => item && fromUserItem(pool, item));
    },
  };
};

export type UserCandidates = ReturnType<typeof createUserCandidates>;

export const userCandidates = once(() => createUserCandidates(table()));
