import { beforeAll, describe, expect, it } from 'vitest';
import { shardsOf } from '#shared/data/keys.ts';
import { poolRepository } from '#shared/data/pools/pool-repository.ts';
import type { ShardCursor } from '#shared/data/shard-cursor.ts';
import { type Table, table } from '#shared/data/table.ts';
import { createUserCandidates } from '#shared/data/users/user-candidates.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import { createUserSearchRepository } from '#shared/data/users/user-search-repository.ts';
import { withIndexed, withReady } from '#shared/domain/user-pools/search-settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { parseFilter } from '#shared/domain/users/filter.ts';
import { type AttributeQuery, createAttributeSearch } from '#shared/services/users/attribute-search.ts';
import { newUser } from '#tests/support/new-user.ts';
import { makePool } from '#tests/support/pools.ts';
import { poolInTable, putUsers, reachTable } from '#tests/support/raw-users.ts';

const size = 1500;

let pool: UserPool;
let requests = 0;
let waiting = 0;
let mostAtOnce = 0;

// The table, counting its requests.
const counted = (): Table => {
  const real = table();
  return {
    ...real,
    query: async (input) => {
      requests += 1;
      waiting += 1;
      mostAtOnce = Math.max(mostAtOnce, waiting);
      const page = await real.query(input);
      waiting -= 1;
      return page;
    },
    getAll: (keys) => {
      requests += keys.length > 0 ? 1 : 0;
      return real.getAll(keys);
    },
  };
};

const requestsOf = async <T>(work: () => Promise<T>): Promise<{ readonly asked: number; readonly answer: T }> => {
  requests = 0;
  mostAtOnce = 0;
  const answer = await work();
  return { asked: requests, answer };
};

const listPages = async (filter?: string, limit = 60): Promise<{ names: string[]; asked: number[] }> => {
  const search = createUserSearchRepository(counted());
  const asked: number[] = [];
  const names: string[] = [];
  let start: ShardCursor | undefined;
  do {
    const page = await requestsOf(() =>
      search.page({ pool, filter: filter ? parseFilter(filter) : undefined, limit, start }),
    );
    expect(page.answer.users.length).toBeLessThanOrEqual(limit);
    asked.push(page.asked);
    names.push(...page.answer.users.map(({ username }) => username));
    start = page.answer.next;
  } while (start);
  return { names, asked };
};

const searchPages = async (query: Partial<AttributeQuery>) => {
  const search = createAttributeSearch({
    candidates: createUserCandidates(counted()),
  });
  const asked: number[] = [];
  const examined: number[] = [];
  const names: string[] = [];
  let count: number | undefined;
  let token: string | undefined;
  do {
    const page = await requestsOf(() =>
      search.page(pool, { conditions: [], sortBy: undefined, isCount: false, limit: 60, ...query, token }),
    );
    asked.push(page.asked);
    examined.push(page.answer.examined);
    names.push(...page.answer.users.map(({ username }) => username));
    count = page.answer.count?.total;
    token = page.answer.token;
  } while (token);
  return { asked, examined, names, count };
};

/** All users with a value, as they stand in the index, shard after shard. */
const inIndex = async (IndexName: string, value: string): Promise<string[]> => {
  const names: string[] = [];
  for (const shard of shardsOf(pool.id)) {
    const { items } = await table().query({
      IndexName,
      KeyConditionExpression: 'userShard = :shard AND #value = :value',
      ExpressionAttributeNames: { '#value': IndexName },
      ExpressionAttributeValues: { ':shard': shard, ':value': value },
    });
    names.push(...items.map(({ pk }) => String(pk).slice(String(pk).lastIndexOf('#') + 1)));
  }
  return names;
};

const caseSensitive = { UsernameConfiguration: { CaseSensitive: true } };

const seatsOf = (index: number): number => (index * 7919) % size;

const most = (numbers: readonly number[]): number => Math.max(...numbers);
const sortBy = { attribute: 'custom:seats', order: 'ascending' } as const;

describe('a page of a pool of many users', () => {
  beforeAll(async () => {
    reachTable();
    const { poolId } = await makePool({ Schema: [{ Name: 'seats', AttributeDataType: 'Number' }] });
    const made = await poolInTable(poolId);
    const begun = withIndexed(made, ['custom:seats']);
    pool = { ...made, search: withReady(begun, [begun.generations]), version: made.version + 1 };
    await table().write([poolRepository().update(pool)]);
    await putUsers(poolId, size, (index) => ({
      attributes: {
        'custom:seats': String(seatsOf(index)),
        family_name: index % 2 ? 'Odd' : 'Even',
        email: `user-${index}@example.com`,
        phone_number: index % 10 === 0 ? '+15555550100' : `+1555556${index}`,
        nickname: index % 300 === 0 ? 'rare' : 'common',
      },
    }));
  });

  it.each([
    [undefined, size],
    ['username ^= "user-"', size],
    ['family_name = "odd"', size / 2],
    ['status = "Enabled"', size],
  ])('of ListUsers costs as many requests as any other, however deep it is: filter %s', async (filter, expected) => {
    const { names, asked } = await listPages(filter);
    expect(names).toHaveLength(expected);
    expect(asked.length).toBeGreaterThanOrEqual(expected / 60);
    // One query and one batch, and a few more where a page goes from shard to shard.
    expect(most(asked)).toBeLessThanOrEqual(5);
    expect(asked.filter((count) => count > 2).length).toBeLessThanOrEqual(4);
  });

  it('of ListUsers asks the one shard that may have a username', async () => {
    for (const name of ['user-0', 'user-1', 'user-2', 'user-3', 'user-4']) {
      expect(await listPages(`username = "${name}"`)).toEqual({ names: [name], asked: [2] });
    }
    expect(await listPages('username = "User-0"')).toEqual({ names: [], asked: [1] });
  });

  it('of ListUsers finds a username whose case mattered in another way when its user was made', async () => {
    const names = ['Ada', 'Grace', 'Joan', 'Mary', 'Radia'];
    const made = await poolInTable((await makePool()).poolId);
    await table().write(
      names.map((name) =>
        userRepository().create(made, newUser(made.id, name), name.toLowerCase(), () => new Error('It is taken.')),
      ),
    );
    const search = createUserSearchRepository(table());
    const present: UserPool = { ...made, settings: { ...made.settings, ...caseSensitive }, caseChanged: true };
    for (const name of names) {
      const filter = parseFilter(`username = "${name}"`);
      const { users } = await search.page({ pool: present, filter, limit: 60, start: undefined });
      expect(users.map(({ username }) => username)).toEqual([name]);
    }
  });

  it('of ListUsers asks all shards at once for a value that few users share', async () => {
    expect(await listPages('email = "user-7@example.com"')).toEqual({ names: ['user-7'], asked: [5] });
    expect(mostAtOnce).toBe(4);
  });

  it('of ListUsers asks no shard in vain where one user fills it', async () => {
    const { names, asked } = await listPages('phone_number = "+15555550100"', 1);
    expect(names).toHaveLength(size / 10);
    expect(asked[0]).toBe(2);
    expect(mostAtOnce).toBe(1);
  });

  it.each([60, 59, 38, 7, 2, 1])('of ListUsers, of %d, follows the last where many share a value', async (limit) => {
    const { names, asked } = await listPages('phone_number = "+15555550100"', limit);
    expect(names).toEqual(await inIndex('byPhoneNumber', '+15555550100'));
    expect(new Set(names).size).toBe(size / 10);
    expect(most(asked)).toBeLessThanOrEqual(5);
  });

  it('of SearchUsers costs two requests within a shard', async () => {
    const { names, asked } = await searchPages({ conditions: [{ attribute: 'family_name', equals: 'odd' }] });
    expect(new Set(names).size).toBe(size / 2);
    expect(asked.filter((count) => count > 2).length).toBeLessThanOrEqual(4);
  });

  it('of SearchUsers, sorted, costs as many requests as any other, however deep it is', async () => {
    const { names, asked } = await searchPages({ sortBy });
    expect(names).toHaveLength(size);
    expect(new Set(names).size).toBe(size);
    const seats = names.map((name) => seatsOf(Number(name.slice('user-'.length))));
    expect(seats).toEqual([...seats].sort((a, b) => a - b));
    expect(most(asked)).toBeLessThanOrEqual(8);
  });

  it('of SearchUsers examines no more users than is said, however few are found', async () => {
    const { names, examined, asked } = await searchPages({ conditions: [{ attribute: 'nickname', equals: 'rare' }] });
    expect(names).toHaveLength(size / 300);
    expect(most(examined)).toBeLessThanOrEqual(500);
    expect(examined.reduce((sum, count) => sum + count, 0)).toBe(size);
    expect(most(asked)).toBeLessThanOrEqual(20);
  });

  it('of SearchUsers, sorted, asks for as many at once as it may examine, however few are found', async () => {
    const { examined, asked } = await searchPages({ sortBy, conditions: [{ attribute: 'nickname', equals: 'rare' }] });
    expect(examined.reduce((sum, count) => sum + count, 0)).toBe(size);
    expect(most(asked)).toBeLessThanOrEqual(25);
  });

  it('is not needed to count what an index knows', async () => {
    const bySeats = { attribute: 'custom:seats', atLeast: '100', atMost: '1099' };
    expect(await searchPages({ isCount: true, conditions: [bySeats] })).toEqual({
      asked: [4],
      examined: [0],
      names: [],
      count: 1000,
    });
    const rare = { attribute: 'nickname', equals: 'rare' };
    const { count, examined } = await searchPages({ isCount: true, conditions: [bySeats, rare] });
    expect(most(examined)).toBe(500);
    expect(examined.reduce((sum, one) => sum + one, 0)).toBe(1000);
    expect(count).toBe([0, 300, 600, 900, 1200].map(seatsOf).filter((seats) => seats >= 100 && seats <= 1099).length);
  });
});
