import { UserChanged, userRepository } from '#shared/data/users/user-repository.ts';
import type { Write } from '#shared/data/write.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import {
  claimedNames,
  namesToKeep,
  type OwnName,
  sameName,
  withCopyMark,
  withoutNames,
} from '#shared/domain/users/names.ts';

interface Wanted {
  readonly pool: UserPool;
  readonly names: readonly OwnName[];
  /** Keys that must be nobody's username: writes beside these check them. */
  readonly toBeUnused: readonly OwnName[];
  /** Names that must be nobody's, which writes beside these check, too. */
  readonly toBeUnowned: readonly OwnName[];
  /** Who takes them. */
  readonly userKey: string;
  readonly taken: (kind: OwnName['kind']) => Error;
}

/** The writes that move names from their owners, who lose their being verified with them. */
export interface TakenOver {
  readonly names: readonly OwnName[];
  readonly writes: readonly Write[];
}

const ownerOf = async (pool: UserPool, name: OwnName, userKey: string) => {
  const owner = (await userRepository().read(pool, name.key)).owners[name.kind];
  return owner === undefined || owner === userKey ? [] : [{ name, owner }];
};

// One write a previous owner, however many names it loses.
const takeFrom = async (owner: string, moved: readonly OwnName[], wanted: Wanted): Promise<TakenOver> => {
  const { pool, names, toBeUnused, toBeUnowned, userKey, taken } = wanted;
  const previous = await userRepository().find(pool, owner);
  if (!previous) return { names: [], writes: [] };
  const verdicts = Object.fromEntries(moved.map(({ kind }) => [`${kind}_verified`, 'false']));
  const unverified = { ...previous, attributes: { ...previous.attributes, ...verdicts } };
  const held = claimedNames(pool, previous, owner);
  const lost = withoutNames(held, namesToKeep(pool, unverified, owner));
  const released = withoutNames(lost, moved);
  // What a name says of its owner and what the owner says are read one after the other.
  const isStale = withoutNames(moved, held).length > 0 || withoutNames(released, names).length < released.length;
  if (isStale) throw new UserChanged();
  const stillTheirs = toBeUnowned.find((name) => held.some((one) => sameName(one, name)));
  const kept = toBeUnused.find(({ key }) => key === owner) ?? stillTheirs ?? withoutNames(moved, lost)[0];
  if (kept) throw taken(kept.kind);
  return {
    names: moved,
    writes: [
      ...moved.map(({ kind, key }) => userRepository().moveName(pool.id, kind, key, owner, userKey)),
      ...released.map(({ kind, key }) => userRepository().releaseName(pool.id, kind, key, owner)),
      userRepository().update(pool, withCopyMark(pool, unverified), owner),
    ],
  };
};

/**
 * Takes email addresses and phone numbers from whoever has them. Throws what `taken` says where a name is its owner's by
 * more than its being verified, and UserChanged where it changed hands meanwhile.
 */
export const takeOver = async (wanted: Wanted): Promise<TakenOver> => {
  const { pool, names, userKey } = wanted;
  const movable = names.filter(({ kind }) => kind === 'email' || kind === 'phone_number');
  const owned = (await Promise.all(movable.map((name) => ownerOf(pool, name, userKey)))).flat();
  const byOwner = Map.groupBy(owned, ({ owner }) => owner);
  const all = await Promise.all(
    [...byOwner].map(([owner, of]) =>
      takeFrom(
        owner,
        of.map(({ name }) => name),
        wanted,
      ),
    ),
  );
  return { names: all.flatMap((one) => one.names), writes: all.flatMap((one) => one.writes) };
};
