import { once } from '#shared/config/once.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { SearchableAttribute } from '#shared/domain/users/comparison.ts';
import { type Filter, isFound } from '#shared/domain/users/filter.ts';
import { keysOfUsername } from '#shared/domain/users/names.ts';
import type { User } from '#shared/domain/users/user.ts';
import { shardOf, shardsOf } from '../keys.ts';
import { prefixRange } from '../prefix-range.ts';
import { cursorAfter, type ShardCursor } from '../shard-cursor.ts';
import { type Item, keyOf, type Page, type Table, table } from '../table.ts';
import { fromUserItem, isNarrow, searchIndexes, searchValue } from './user-item.ts';

export interface UserPage {
  readonly users: readonly User[];
  readonly next: ShardCursor | undefined;
}

interface Search {
  readonly pool: UserPool;
  readonly filter: Filter | undefined;
  readonly limit: number;
  readonly start: ShardCursor | undefined;
}

interface Candidates {
  readonly items: readonly Item[];
  readonly next: ShardCursor | undefined;
}

// Index values are cut, so some users match only at the beginning. After this many rounds of those, the page stays
// short.
const mostRounds = 5;

// An index cannot be asked for an empty value, but it has everybody with any value.
const sortCondition = (attribute: SearchableAttribute, filter: Filter | undefined) => {
  const index = searchIndexes[attribute];
  if (!filter?.value) return { text: '', names: {}, values: {} };
  const names = { '#value': index };
  const value = searchValue(attribute, filter.value);
  return filter.match === 'exact'
    ? { text: ' AND #value = :value', names, values: { ':value': value } }
    : { text: ' AND #value BETWEEN :from AND :to', names, values: prefixRange(value) };
};

// A username tells in which shards its user may be. A filter without a value finds nobody.
const mayHave = ({ pool, filter }: Search) => {
  if (filter?.attribute !== 'username' || filter.match !== 'exact') return () => true;
  const shards = new Set(keysOfUsername(pool, filter.value).map((key) => shardOf(pool.id, key)));
  return (shard: string): boolean => shards.has(shard);
};

// Where few users share a value, the first shard does not fill the page. So the others are asked at the same time, and not
// one after the other. A page of one user is full with the first that is found.
const asksAllAtOnce = ({ filter, limit }: Search, { shard, key }: ShardCursor): boolean =>
  filter?.match === 'exact' && isNarrow(filter.attribute) && limit > 1 && shard === 0 && key === undefined;

// An item of an index consists of the keys by which it is found again.
const upTo = (most: number, { items, next, count }: Page): Page =>
  items.length > most ? { items: items.slice(0, most), next: items[most - 1], count } : { items, next, count };

/** Users of a pool in pages: shard after shard of the filter's index, or by name without a filter. */
export const createUserSearchRepository = (table: Table) => {
  const queryShard = ({ filter }: Search, shard: string, limit: number, start: Item | undefined): Promise<Page> => {
    const attribute = filter?.attribute ?? 'username';
    const { text, names, values } = sortCondition(attribute, filter);
    return table.query({
      IndexName: searchIndexes[attribute],
      KeyConditionExpression: `userShard = :shard${text}`,
      ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
      ExpressionAttributeValues: { ':shard': shard, ...values },
      Limit: limit,
      ...(start && { ExclusiveStartKey: start }),
    });
  };

  const candidates = async (search: Search, from: ShardCursor, limit: number): Promise<Candidates> => {
    const shards = shardsOf(search.pool.id);
    const isAsked = mayHave(search);
    const ask = async (shard: string, most: number, start?: Item): Promise<Page> =>
      isAsked(shard) ? queryShard(search, shard, most, start) : { items: [], count: 0, next: undefined };
    const early = asksAllAtOnce(search, from) ? await Promise.all(shards.map((shard) => ask(shard, limit))) : [];
    const items: Item[] = [];
    let at: ShardCursor | undefined = from;
    while (at && items.length < limit) {
      const shard = shards[at.shard];
      if (shard === undefined) break;
      const room = limit - items.length;
      const known = at.key ? undefined : early[at.shard];
      const page: Page = upTo(room, known ?? (await ask(shard, room, at.key)));
      items.push(...page.items);
      at = cursorAfter(shards.length, at, page.next);
    }
    return { items, next: at };
  };

  return {
    /** A page of at most `limit` users. It is shorter only at the end, or where very long values are searched for. */
    page: async (search: Search): Promise<UserPage> => {
      const { pool, filter, limit } = search;
      if (filter?.match === 'exact' && filter.value === '') return { users: [], next: undefined };
      const users: User[] = [];
      let next: ShardCursor | undefined = search.start ?? { shard: 0, key: undefined };
      for (let round = 0; next && users.length < limit && round < mostRounds; round++) {
        const found: Candidates = await candidates(search, next, limit - users.length);
        const items = await table.getAll(found.items.map(keyOf));
        const read = items.flatMap((item) => (item ? [fromUserItem(pool, item)] : []));
        users.push(...read.filter((user) => !filter || isFound(user, filter)));
        next = found.next;
      }
      return { users, next };
    },
  };
};

export const userSearchRepository = once(() => createUserSearchRepository(table()));
