/** Searches a pool's users. */
import { userSearchRepository } from '#shared/data/users/user-search-repository.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { Filter } from '#shared/domain/users/filter.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { fromPageToken, toPageToken, toShardCursor } from '../page-tokens/page-tokens.ts';
import { sealing } from '../sealing/sealing.ts';

interface Query {
  readonly filter: Filter | undefined;
  /** The attributes of each user that the caller wants; undefined for all. */
  readonly wanted: readonly string[] | undefined;
  readonly limit: number;
  /** The token that the previous page gave. */
  readonly token: string | undefined;
}

const assertHeldByAll = (users: readonly User[], wanted: readonly string[]): void => {
  const isHeld = (user: User, name: string): boolean => name === 'sub' || Object.hasOwn(user.attributes, name);
  if (users.every((user) => wanted.every((name) => isHeld(user, name)))) return;
  throw new CognitoException('InvalidParameterException', 'One or more requested attributes do not exist.');
};

/** Throws InvalidParameterException for a token of another query, and where a user lacks a wanted attribute. */
export const findUsersPage = async (
  pool: UserPool,
  { filter, wanted = [], limit, token }: Query,
): Promise<{ readonly users: readonly User[]; readonly token: string | undefined }> => {
  const seal = await sealing().general(pool);
  const query = ['ListUsers', filter, wanted];
  const start = token === undefined ? undefined : toShardCursor(fromPageToken(seal, query, token));
  const { users, next } = await userSearchRepository().page({ pool, filter, limit, start });
  assertHeldByAll(users, wanted);
  return { users, token: next && toPageToken(seal, query, { ...next }) };
};
