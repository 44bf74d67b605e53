/** Finds who has a name that another user is to have. */
import { userRepository } from '#shared/data/users/user-repository.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { OwnName } from '#shared/domain/users/names.ts';
import type { Obstacle } from '#shared/domain/users/obstacles.ts';

/**
 * The key of a user other than `userKey` who has the name, as this kind or as username. For a username, any kind of
 * name counts. Undefined where nobody has it.
 */
export const findNameHolder = async (
  pool: UserPool,
  { kind, key }: OwnName,
  userKey: string,
): Promise<string | undefined> => {
  const { user, owners } = await userRepository().read(pool, key);
  const others = kind === 'username' ? Object.values(owners) : [owners[kind]];
  const holders = [user && key, owners.username, ...others];
  return holders.find((holder) => holder !== undefined && holder !== userKey);
};

/** The obstacle that the user with that key has the name, or is to have it. */
export const toObstacle = async (pool: UserPool, { kind, key }: OwnName, holder: string): Promise<Obstacle> => ({
  kind: 'NAME_TAKEN',
  attribute: kind,
  name: key,
  takenBy: (await userRepository().find(pool, holder))?.username,
});
