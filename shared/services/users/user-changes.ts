import { UserChanged, type UserRepository } from '#shared/data/users/user-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { aliasAttributes } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { namesOf, type OwnName, sameName } from '#shared/domain/users/names.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { UserOfPool } from './user-of-pool.ts';
import type { Users } from './users.ts';

/** What a name that somebody else has means to the caller. */
export interface OnTaken {
  readonly taken: (kind: OwnName['kind'] | 'username') => Error;
  /** Take email and phone aliases from whoever has them; theirs become unverified. */
  readonly force?: boolean;
}

/** The writes that make, change and delete users: the profile together with every name that the user goes by. */
export interface UserChanges {
  readonly create: (pool: UserPool, user: User, userKey: string, on: OnTaken) => Promise<Write[]>;
  /**
   * From `before`, as it was read, to `after`; `on` where it may claim names. Throws UserChanged, at the write, where
   * another change came first.
   */
  readonly update: (pool: UserPool, before: User, after: User, userKey: string, on?: OnTaken) => Promise<Write[]>;
  /** Profile and names; what else is in the user's partition is for `UserRepository.belongings`. */
  readonly remove: (pool: UserPool, user: User, userKey: string) => Write[];
}

const claimsNothing: OnTaken = {
  taken: (kind) => new Error(`A change that claims no names found its ${kind} taken.`),
};

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

// A username is looked up before other names: it must not stand before the sub or preferred username of somebody else.
const shadowed = (pool: UserPool, user: User, userKey: string) => {
  if (user.username === user.sub) return [];
  const kinds = [
    ...(uuid.test(userKey) ? (['sub'] as const) : []),
    ...aliasAttributes(pool).filter((kind) => kind === 'preferred_username'),
  ];
  return kinds.filter((kind) => !namesOf(pool, user).some((own) => sameName(own, { kind, key: userKey })));
};

export const createUserChanges = ({ users }: { readonly users: UserRepository }): UserChanges => {
  const ownerOf = async (pool: UserPool, name: OwnName, userKey: string) => {
    const owner = (await users.read(pool.id, name.key)).owners[name.kind];
    return owner === undefined || owner === userKey ? [] : [{ name, owner }];
  };

  // One write a previous owner, however many names it loses.
  const takeOver = async (pool: UserPool, names: readonly OwnName[], userKey: string) => {
    const owned = (await Promise.all(names.map((name) => ownerOf(pool, name, userKey)))).flat();
    const perOwner = [...new Set(owned.map(({ owner }) => owner))].map(async (owner) => {
      const previous = await users.find(pool.id, owner);
      if (!previous) return [];
      const lost = owned.filter((one) => one.owner === owner).map(({ name }) => name);
      const verdicts = Object.fromEntries(lost.map(({ kind }) => [`${kind}_verified`, 'false']));
      const moved = lost.map((name) => ({
        name,
        write: users.moveName(pool.id, name.kind, name.key, owner, userKey),
      }));
      const unverified = { ...previous, attributes: { ...previous.attributes, ...verdicts } };
      return [...moved, { name: undefined, write: users.update(unverified, owner) }];
    });
    return (await Promise.all(perOwner)).flat();
  };

  const claims = async (
    pool: UserPool,
    names: readonly OwnName[],
    userKey: string,
    { taken, force }: OnTaken,
  ): Promise<Write[]> => {
    const movable = names.filter(({ kind }) => kind === 'email' || kind === 'phone_number');
    const moves = force ? await takeOver(pool, movable, userKey) : [];
    const claimed = names.filter((name) => !moves.some((move) => move.name === name));
    return [
      ...claimed.map(({ kind, key }) => users.claimName(pool.id, kind, key, userKey, () => taken(kind))),
      ...moves.map(({ write }) => write),
    ];
  };

  return {
    create: async (pool, user, userKey, on) => [
      users.create(user, userKey, () => on.taken('username')),
      ...shadowed(pool, user, userKey).map((kind) => users.unowned(pool.id, kind, userKey, () => on.taken('username'))),
      ...(await claims(pool, namesOf(pool, user), userKey, on)),
    ],

    update: async (pool, before, after, userKey, on = claimsNothing) => {
      const had = namesOf(pool, before);
      const has = namesOf(pool, after);
      const gained = has.filter((name) => !had.some((old) => sameName(old, name)));
      const lost = had.filter((name) => !has.some((kept) => sameName(kept, name)));
      return [
        users.update(after, userKey),
        ...lost.map(({ kind, key }) => users.releaseName(pool.id, kind, key, userKey)),
        ...(await claims(pool, gained, userKey, on)),
      ];
    },

    remove: (pool, user, userKey) => [
      users.remove(user, userKey),
      ...namesOf(pool, user).map(({ kind, key }) => users.releaseName(pool.id, kind, key, userKey)),
    ],
  };
};

const tries = 5;

/** Runs a change that reads a user and writes it back, anew when another change came between: attempts count from 1. */
export const retrying = async <T>(change: (attempt: number) => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await change(attempt);
    } catch (error) {
      if (!(error instanceof UserChanged) || attempt === tries) throw error;
    }
  }
};

/** Gives a user who was read already, and reads anew from the second time on: for `retrying`. */
export const readingAgain = (
  users: Pick<Users, 'getByKey'>,
  known: UserOfPool,
): (() => Promise<Omit<UserOfPool, 'pool'>>) => {
  let isFirst = true;
  return async () => {
    if (!isFirst) return users.getByKey(known.pool, known.userKey);
    isFirst = false;
    return known;
  };
};
