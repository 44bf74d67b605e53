/** Brings one user into the other form of a pool's change. Doing it again changes nothing. */

import { table } from '#shared/data/table.ts';
import { UserChanged, userRepository } from '#shared/data/users/user-repository.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { effectsOf } from '#shared/domain/user-pools/change-effects.ts';
import { otherForm } from '#shared/domain/user-pools/pool-change.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { claimedNames, namesInBothForms, type OwnName, withoutNames } from '#shared/domain/users/names.ts';
import { misfitsOf, type Obstacle } from '#shared/domain/users/obstacles.ts';
import { toStored } from '#shared/domain/users/stored-user.ts';
import type { Attributes, User } from '#shared/domain/users/user.ts';
import { userUpdate } from '../users/user-changes.ts';
import type { WalkedUser } from '../users/user-walk.ts';
import { findNameHolder, toObstacle } from './name-holders.ts';

export interface UserOutcome {
  readonly changed: boolean;
  readonly obstacles: readonly Obstacle[];
}

class NameTaken extends Error {
  override readonly name = 'NameTaken';
}

const nothing: UserOutcome = { changed: false, obstacles: [] };

// As it is stored now, and as it would be after a write.
const sameAttributes = (pool: UserPool, user: User): boolean => {
  const sorted = (attributes: Attributes) => JSON.stringify(Object.entries(attributes).sort());
  return sorted(toStored(pool, user).attributes) === sorted({ ...user.hidden, ...user.attributes });
};

const collisions = async (pool: UserPool, user: User, userKey: string): Promise<readonly Obstacle[]> => {
  const held = claimedNames(pool, user, userKey);
  const gained = withoutNames(namesInBothForms(pool, user, userKey), held);
  const collide = async (name: OwnName): Promise<readonly Obstacle[]> => {
    const holder = await findNameHolder(pool, name, userKey);
    return holder === undefined ? [] : [await toObstacle(pool, name, holder)];
  };
  return (await Promise.all(gained.map(collide))).flat();
};

// First the user as walked; after a conflict, the user as it is then.
const readingAgain = (pool: UserPool, { userKey, user: walked }: WalkedUser) => {
  let isFirst = true;
  return async (): Promise<User | undefined> => {
    const user = isFirst ? walked : await userRepository().find(pool, userKey);
    isFirst = false;
    return user?.sub === walked.sub ? user : undefined;
  };
};

const copyOnce = async (pool: UserPool, user: User, userKey: string): Promise<UserOutcome> => {
  const { change } = pool;
  const other = otherForm(pool);
  if (!change || !other) return nothing;
  const effects = effectsOf(pool, change);
  const misfits = change.allMustFit ? misfitsOf(effects.checked, toStored(pool, user)) : [];
  if (misfits.length > 0) return { changed: false, obstacles: misfits };
  const isNamed = !effects.names || user.copiedFor === change.id;
  if (isNamed && sameAttributes(pool, user)) return nothing;
  const copied: User = effects.names ? { ...user, copiedFor: change.id } : user;
  try {
    const taken = () => new NameTaken();
    await table().write(await userUpdate(pool, user, copied, userKey, { taken, isActivity: false }));
    return { changed: true, obstacles: [] };
  } catch (error) {
    if (!(error instanceof NameTaken)) throw error;
    const obstacles = await collisions(pool, user, userKey);
    // Whoever had the name gave it up meanwhile.
    if (obstacles.length === 0) throw new UserChanged();
    return { changed: false, obstacles };
  }
};

/** Gives the user what the other form requires in addition, or says what stands in the way. */
export const copyUser = (pool: UserPool, walked: WalkedUser): Promise<UserOutcome> => {
  const read = readingAgain(pool, walked);
  return retryOnConflict(async () => {
    const user = await read();
    return user ? copyOnce(pool, user, walked.userKey) : nothing;
  });
};

/** Removes what the user has only in the other form. */
export const cleanUser = (pool: UserPool, walked: WalkedUser): Promise<UserOutcome> => {
  const read = readingAgain(pool, walked);
  return retryOnConflict(async () => {
    const user = await read();
    if (!user || (user.copiedFor === undefined && sameAttributes(pool, user))) return nothing;
    await table().write(await userUpdate(pool, user, user, walked.userKey, { isActivity: false }));
    return { changed: true, obstacles: [] };
  });
};
