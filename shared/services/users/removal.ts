import { type Key, keys } from '#shared/data/keys.ts';
import { table } from '#shared/data/table.ts';
import { tokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import { retryOnConflict, type Write } from '#shared/data/write.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { sessionEndWrites } from '../session-ends/session-end-writes.ts';
import { userRemoval, userUpdate } from './user-changes.ts';

// A transaction takes a hundred writes. Profile, names, twenty passkeys, and all single items fit into the rest.
const atOnce = 40;

// As many as fit into an item.
const mostGone = 1500;

// The last write can also leave so many groups.
const mostGroupsAtOnce = 10;

const toRemoval = (key: Key): Write => ({ remove: key });

// A user in many groups leaves most of them before that. Gives the user as the table has it then.
const inFewGroups = async (pool: UserPool, user: User, userKey: string): Promise<User> => {
  let left = user;
  while (left.groups.length > mostGroupsAtOnce) {
    const after = { ...left, groups: left.groups.slice(atOnce) };
    await table().write(await userUpdate(pool, left, after, userKey, { isActivity: false }));
    left = { ...after, version: after.version + 1 };
  }
  return left;
};

/**
 * The writes that note the end of all sessions of a user who is being deleted, and which they were: none where no app client
 * is told of that.
 */
export const goneSessions = async (pool: UserPool, userKey: string): Promise<readonly Write[]> => {
  if (!pool.backchannelLogout) return [];
  const families = (await tokenFamilyRepository().all(pool.id, userKey)).filter(({ logoutTold }) => !logoutTold);
  const gone = families
    .sort((one, other) => other.authTime - one.authTime)
    .slice(0, mostGone)
    .map(({ id, clientId, sub, ssoId }) => ({ id, clientId, sub, ...(ssoId !== undefined && { ssoId }) }));
  return sessionEndWrites(pool, { userKey, families: gone });
};

/**
 * Profile, names and password are removed last, together: until then the deletion can be requested again. `keep` is the
 * sign-in of the request, so that it can. Throws what `read` throws for a user who is gone.
 */
export const removeUser = (
  pool: UserPool,
  read: () => Promise<{ readonly userKey: string; readonly user: User }>,
  keep?: { readonly id: string },
): Promise<void> =>
  retryOnConflict(async () => {
    const { user: found, userKey } = await read();
    const user = await inFewGroups(pool, found, userKey);
    const { many, rest } = await userRepository().belongings(pool.id, userKey);
    const kept = keep && keys.family(pool.id, userKey, keep.id).sk;
    const inTurn = [...many.filter(({ sk }) => sk !== kept), ...many.filter(({ sk }) => sk === kept)];
    // First, so that nobody is left untold where the rest fails.
    const besides = [...(await goneSessions(pool, userKey))];
    while (inTurn.length > atOnce)
      await table().write([...besides.splice(0), ...inTurn.splice(0, atOnce).map(toRemoval)]);
    await table().write([
      ...(await userRemoval(pool, user, userKey)),
      ...besides,
      ...[...inTurn, ...rest].map(toRemoval),
    ]);
  });
