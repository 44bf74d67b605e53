import { once } from '#shared/config/once.ts';
import { groupRepository } from '#shared/data/groups/group-repository.ts';
import { type CandidateSearch, type UserCandidates, userCandidates } from '#shared/data/users/user-candidates.ts';
import { searchIndexesOf } from '#shared/data/users/user-item.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { type AskedCondition, isMet } from '#shared/domain/users/search-condition.ts';
import type { User } from '#shared/domain/users/user.ts';
import { fromPageToken, toPageToken } from '../page-tokens/page-tokens.ts';
import { sealing } from '../sealing/sealing.ts';
import { createCandidateCursor } from './candidate-cursor.ts';
import { countIndexed } from './counted-index.ts';
import { type SearchProgress, toProgress } from './search-progress.ts';
import { planSearch, type Sorting, type UserQuestion } from './search-question.ts';

/** A search for users. */
export interface AttributeQuery {
  readonly conditions: readonly AskedCondition[];
  readonly sortBy: Sorting | undefined;
  /** True to count the users instead of listing them. */
  readonly isCount: boolean;
  readonly limit: number;
  /** The token that the previous page gave. */
  readonly token: string | undefined;
}

export interface FoundUsers {
  readonly users: readonly User[];
  /** How many users were read to find these. */
  readonly examined: number;
  /** For a count: how many were found since its first page, and how they were counted. */
  readonly count: { readonly total: number; readonly by: 'INDEX' | 'USERS' } | undefined;
  readonly token: string | undefined;
}

/** Searches users by any attribute. */
export interface AttributeSearch {
  /**
   * A page of users. It is shorter than `limit` where 500 were examined. Throws InvalidParameterException for what
   * cannot be asked, and for a token of another query.
   */
  readonly page: (pool: UserPool, query: AttributeQuery) => Promise<FoundUsers>;
}

interface Deps {
  readonly candidates: UserCandidates;
}

/** The most users that one call reads. */
const mostExamined = 500;
const mostAtOnce = 100;

const isMeant = (user: User, { conditions, groups }: UserQuestion): boolean =>
  conditions.every((condition) => isMet(user, condition)) &&
  groups.every((group) => user.groups.some(({ id }) => id === group.id));

interface Examined extends Pick<SearchProgress, 'position'> {
  readonly users: readonly User[];
  readonly examined: number;
}

const examine = async (
  pool: UserPool,
  source: UserCandidates,
  search: CandidateSearch,
  question: UserQuestion,
  { limit, isSorted, start }: { limit: number; isSorted: boolean; start: SearchProgress['position'] },
): Promise<Examined> => {
  const cursor = createCandidateCursor(source, search, isSorted, start);
  const users: User[] = [];
  let examined = 0;
  // Where many are read to find few, portions grow.
  for (let portion = Math.min(limit, mostAtOnce); users.length < limit && examined < mostExamined; ) {
    const taken = await cursor.take(Math.min(portion, mostExamined - examined));
    if (taken.length === 0) break;
    const read = await source.read(pool, taken);
    let looked = 0;
    while (looked < read.length && users.length < limit) {
      const user = read[looked];
      looked += 1;
      if (user && isMeant(user, question)) users.push(user);
    }
    cursor.keep(looked);
    examined += looked;
    portion = Math.min(2 * portion, mostAtOnce);
  }
  return { users, examined, position: cursor.position() };
};

export const createAttributeSearch = ({ candidates }: Deps): AttributeSearch => ({
  page: async (pool, { conditions, sortBy, isCount, limit, token }) => {
    const seal = await sealing().general(pool);
    const query = ['SearchUsers', conditions, sortBy, isCount];
    const progress = token === undefined ? undefined : toProgress(fromPageToken(seal, query, token));
    const plan = await planSearch(
      { groupRepository: groupRepository() },
      pool,
      searchIndexesOf(pool),
      { conditions, sortBy },
      progress?.way,
    );
    const before = progress?.counted ?? 0;
    if (!plan.search) {
      const count = isCount ? { total: before, by: 'INDEX' as const } : undefined;
      return { users: [], examined: 0, count, token: undefined };
    }
    const { search, question, way, isExact, isSorted } = plan;
    const tokenFor = (position: SearchProgress['position'], counted: number): string | undefined =>
      position && toPageToken(seal, query, { way, position, counted });

    if (isCount && isExact) {
      const { count, position } = await countIndexed(candidates, search, progress?.position);
      const total = before + count;
      return { users: [], examined: 0, count: { total, by: 'INDEX' }, token: tokenFor(position, total) };
    }
    const start = progress?.position;
    const most = isCount ? mostExamined : limit;
    const found = await examine(pool, candidates, search, question, { limit: most, isSorted, start });
    const total = before + found.users.length;
    return {
      users: isCount ? [] : found.users,
      examined: found.examined,
      count: isCount ? { total, by: 'USERS' } : undefined,
      token: tokenFor(found.position, total),
    };
  },
});

export const attributeSearch = once(() => createAttributeSearch({ candidates: userCandidates() }));
