import { type Key, keys } from '#shared/data/keys.ts';
import { table } from '#shared/data/table.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import { retryOnConflict, type Write } from '#shared/data/write.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { userRemoval, userUpdate } from './user-changes.ts';

// A transaction takes a hundred writes. Profile, names, twenty passkeys, and all single items fit into the rest.
const atOnce = 40;

// The last write can also leave so many groups.
const mostGroupsAtOnce = 10;

const toRemoval = (key: Key): Write => ({ remove: key });

// A user in many groups leaves most of them before that. Gives the user as the table has it then.
const inFewGroups = async (pool: UserPool, user: User, userKey: string): Promise<User> => {
  let left = user;
  while (left.groups.length > mostGroupsAtOnce) {
    const after = { ...left, groups: left.groups.slice(atOnce) };
    await table().write(await userUpdate(pool, left, after, userKey));
    left = { ...after, version: after.version + 1 };
  }
  return left;
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
    while (inTurn.length > atOnce) await table().write(inTurn.splice(0, atOnce).map(toRemoval));
    await table().write([...(await userRemoval(pool, user, userKey)), ...[...inTurn, ...rest].map(toRemoval)]);
  });
