/**
 * Lists the members of a group, and the groups of a user. Both throw InvalidParameterException for a token of another
 * list.
 */
import { groupRepository } from '#shared/data/groups/group-repository.ts';
import { memberRepository } from '#shared/data/groups/member-repository.ts';
import type { Group } from '#shared/domain/groups/group.ts';
import { byPrecedence, comparePrecedence } from '#shared/domain/groups/group-claims.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { fromPageToken, toPageToken, toShardCursor } from '../page-tokens/page-tokens.ts';
import { sealing } from '../sealing/sealing.ts';
import { users } from '../users/users.ts';
import { noGroup } from './groups.ts';

interface Paging {
  readonly limit: number;
  /** The token that the previous page gave. */
  readonly token: string | undefined;
}

type Position = Readonly<Record<string, unknown>>;

// The last group of the previous page. The next page starts behind it, whatever was joined or left meanwhile.
const toLast = ({ name, precedence }: Position): Pick<Group, 'name' | 'precedence'> => ({
  name: String(name),
  ...(typeof precedence === 'number' && { precedence }),
});

/** The users in a group, in no particular order. Throws ResourceNotFoundException. */
export const listMembers = async (
  pool: UserPool,
  groupName: string,
  { limit, token }: Paging,
): Promise<{ readonly users: readonly User[]; readonly token: string | undefined }> => {
  const group = await groupRepository().find(pool.id, groupName);
  if (!group) throw noGroup();
  const seal = await sealing().general(pool);
  const query = ['ListUsersInGroup', group.id];
  const start = token === undefined ? undefined : toShardCursor(fromPageToken(seal, query, token));
  const page = await memberRepository().page(pool, group.id, limit, start);
  return {
    users: page.members.flatMap(({ user }) => user ?? []),
    token: page.next && toPageToken(seal, query, { ...page.next }),
  };
};

/** The groups of a user, by precedence. Throws UserNotFoundException. */
export const listGroupsOf = async (
  pool: UserPool,
  username: string,
  { limit, token }: Paging,
): Promise<{ readonly groups: readonly Group[]; readonly token: string | undefined }> => {
  const { user } = await users().get(pool, username);
  const seal = await sealing().general(pool);
  const query = ['AdminListGroupsForUser', user.sub];
  const last = token === undefined ? undefined : toLast(fromPageToken(seal, query, token));
  const all = byPrecedence(await groupRepository().findAll(pool.id, user.groups));
  const left = last ? all.filter((group) => comparePrecedence(group, last) > 0) : all;
  const shown = left.slice(0, limit);
  const end = shown.at(-1);
  const position = end && left.length > limit ? { name: end.name, precedence: end.precedence } : undefined;
  return { groups: shown, token: position && toPageToken(seal, query, position) };
};
