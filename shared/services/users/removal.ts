import { type Key, keys } from '#shared/data/keys.ts';
import { table } from '#shared/data/table.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import { retryOnConflict, type Write } from '#shared/data/write.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { userRemoval, userUpdate } from './user-changes.ts';

// A transaction takes a hundred writes; profile, names, twenty passkeys and what there is one of each of fit in the rest.
const atOnce = 40;

// So many groups the last write can leave, too.
const mostGroupsAtOnce = 10;

const toRemoval = (key: Key): Write => ({ remove: key });

// Whoever is in many groups leaves most of them before. Gives the user as the table has it then.
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
 * The profile, names and password go last and together: until then the deletion can be asked for again. `keep` is
 * the sign-in that asks, so that it can. Throws what `read` throws for a user who is gone.
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
    await table().write([...userRemoval(pool, user, userKey), ...[...inTurn, ...rest].map(toRemoval)]);
  });
