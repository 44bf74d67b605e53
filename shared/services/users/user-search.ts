import type { UserSearchRepository } from '#shared/data/users/user-search-repository.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { Filter } from '#shared/domain/users/filter.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { fromPageToken, toPageToken, toShardCursor } from '../page-tokens/page-tokens.ts';
import type { Sealing } from '../sealing/sealing.ts';

interface Query {
  readonly filter: Filter | undefined;
  /** Attributes that the caller wants of each user; undefined for all. */
  readonly wanted: readonly string[] | undefined;
  readonly limit: number;
  /** What the page before this one gave. */
  readonly token: string | undefined;
}

/** Searches a pool's users. */
export interface UserSearch {
  /** Throws InvalidParameterException for a token of another query, and where a user lacks a wanted attribute. */
  readonly page: (
    pool: UserPool,
    query: Query,
  ) => Promise<{ readonly users: readonly User[]; readonly token: string | undefined }>;
}

interface Deps {
  readonly sealing: Sealing;
  readonly userSearch: UserSearchRepository;
}

const assertHeldByAll = (users: readonly User[], wanted: readonly string[]): void => {
  const isHeld = (user: User, name: string): boolean => name === 'sub' || Object.hasOwn(user.attributes, name);
  if (users.every((user) => wanted.every((name) => isHeld(user, name)))) return;
  throw new CognitoException('InvalidParameterException', 'One or more requested attributes do not exist.');
};

export const createUserSearch = ({ sealing, userSearch }: Deps): UserSearch => ({
  page: async (pool, { filter, wanted = [], limit, token }) => {
    const seal = await sealing.general(pool);
    const query = ['ListUsers', filter, wanted];
    const start = token === undefined ? undefined : toShardCursor(fromPageToken(seal, query, token));
    const { users, next } = await userSearch.page({ pool, filter, limit, start });
    assertHeldByAll(users, wanted);
    return { users, token: next && toPageToken(seal, query, { ...next }) };
  },
});
