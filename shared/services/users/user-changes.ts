/**
 * The writes that make, change and delete users: the profile, together with every name of the user and every group that
 * the user is in.
 */
import { isMonthOver, monthNow } from '#shared/config/clock.ts';
import { memberRepository } from '#shared/data/groups/member-repository.ts';
import { UserChanged, userRepository } from '#shared/data/users/user-repository.ts';
import type { Write } from '#shared/data/write.ts';
import type { GroupMembership } from '#shared/domain/groups/group.ts';
import { withLiveMarks } from '#shared/domain/messages/delivery-marks.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isSameIdentity } from '#shared/domain/users/identities.ts';
import {
  claimedNames,
  givenSub,
  namesToBeUnowned,
  namesToBeUnused,
  namesToKeep,
  type OwnName,
  sameName,
  shadowableNames,
  withCopyMark,
  withoutNames,
} from '#shared/domain/users/names.ts';
import type { User } from '#shared/domain/users/user.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import type { UserOfPool } from './user-of-pool.ts';
import type { Users } from './users.ts';

interface Wanted {
  readonly pool: UserPool;
  readonly names: readonly OwnName[];
  /** Keys that must not be anybody's username. Other writes of the same transaction check them. */
  readonly toBeUnused: readonly OwnName[];
  /** Names that must be nobody's. Other writes of the same transaction check them, too. */
  readonly toBeUnowned: readonly OwnName[];
  /** The user who takes them. */
  readonly userKey: string;
  readonly taken: (kind: OwnName['kind']) => Error;
}

/** The writes that move names from their owners, for whom they are no longer verified. */
interface TakenOver {
  readonly names: readonly OwnName[];
  readonly writes: readonly Write[];
}

const isMovable = (kind: OwnName['kind']): boolean => kind === 'email' || kind === 'phone_number';

const ownerOf = async (pool: UserPool, name: OwnName, userKey: string) => {
  const owner = (await userRepository().read(pool, name.key)).owners[name.kind];
  return owner === undefined || owner === userKey ? [] : [{ name, owner }];
};

// One write for each former owner, however many names it loses.
const takeFrom = async (owner: string, moved: readonly OwnName[], wanted: Wanted): Promise<TakenOver> => {
  const { pool, names, toBeUnused, toBeUnowned, userKey, taken } = wanted;
  const previous = await userRepository().find(pool, owner);
  if (!previous) return { names: [], writes: [] };
  const verdicts = Object.fromEntries(moved.map(({ kind }) => [`${kind}_verified`, 'false']));
  const unverified = { ...previous, attributes: { ...previous.attributes, ...verdicts } };
  const held = claimedNames(pool, previous, owner);
  const lost = withoutNames(held, namesToKeep(pool, unverified, owner));
  const released = withoutNames(lost, moved);
  // A name's owner item and the owner's profile are read one after the other.
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
 * Takes email addresses and phone numbers from whoever has them. Throws the error of `taken` where the owner has the
 * name by more than a verified attribute, and UserChanged where the name changed hands meanwhile.
 */
const takeOver = async (wanted: Wanted): Promise<TakenOver> => {
  const { pool, names, userKey } = wanted;
  const movable = names.filter(({ kind }) => isMovable(kind));
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

/** What to do about names that somebody else has. */
export interface OnTaken {
  readonly taken: (kind: OwnName['kind']) => Error;
  /** True to take email and phone aliases from their owners, for whom they become unverified. */
  readonly force?: boolean;
  /** For a new user: true where the sub was not made up just now, so that somebody may have that name already. */
  readonly isSubGiven?: boolean;
  /** False for what neither the user nor an administrator does: it makes nobody active. */
  readonly isActivity?: boolean;
  /** The error for an account elsewhere that somebody has already. UserChanged by default. */
  readonly identityTaken?: () => Error;
}

const claimsNothing: OnTaken = {
  taken: (kind) => new Error(`A change that claims no names found its ${kind} taken.`),
};

const lacking = (groups: readonly GroupMembership[], others: readonly GroupMembership[]): readonly GroupMembership[] =>
  groups.filter(({ id }) => !others.some((other) => other.id === id));

/** The writes by which a user takes names that it has not yet, each with what must hold for that. */
export const claims = async (
  pool: UserPool,
  user: User,
  names: readonly OwnName[],
  userKey: string,
  { taken, force }: OnTaken,
  shadowable: readonly OwnName[] = [],
  given: readonly OwnName[] = [],
): Promise<Write[]> => {
  const free = [...given, ...namesToBeUnused(pool, user, names, userKey)];
  const toBeUnused = [...new Map(free.map((name) => [name.key, name])).values()];
  const more = withoutNames(namesToBeUnowned(pool, user, names, userKey), shadowable);
  const toBeUnowned = [...shadowable, ...more];
  const claimedAs = (key: string) => names.find((name) => name.key === key)?.kind ?? 'username';
  const takenOver = force ? await takeOver({ pool, names, toBeUnused, toBeUnowned, userKey, taken }) : undefined;
  return [
    ...shadowable.map(({ kind, key }) => userRepository().unowned(pool.id, kind, key, () => taken('username'))),
    ...toBeUnused.map(({ kind, key }) => userRepository().unused(pool.id, key, () => taken(kind))),
    ...more.map(({ kind, key }) => userRepository().unowned(pool.id, kind, key, () => taken(claimedAs(key)))),
    ...withoutNames(names, takenOver?.names ?? []).map(({ kind, key }) =>
      // A name that had no owner to be taken from has one now: it is taken from that one at the next attempt.
      userRepository().claimName(pool.id, kind, key, userKey, () =>
        takenOver && isMovable(kind) ? new UserChanged() : taken(kind),
      ),
    ),
    ...(takenOver?.writes ?? []),
  ];
};

// Loaded for those who have any: most users have none.
const identityWrites = async (
  pool: UserPool,
  before: Pick<User, 'identities'>,
  after: User,
  userKey: string,
  { identityTaken = () => new UserChanged() }: OnTaken,
): Promise<readonly Write[]> => {
  if (before.identities === after.identities || !(before.identities?.length || after.identities?.length)) return [];
  return (await import('./identity-changes.ts')).identityChanges(pool, before, after, userKey, identityTaken);
};

// Whoever is counted is marked by the same transaction. Nobody is counted anew where it is done again.
const counting = (
  { id }: UserPool,
  before: Pick<User, 'activeMonth'>,
  userKey: string,
  { isActivity = true }: OnTaken,
) => {
  const month = monthNow();
  if (!isActivity || !isMonthOver(before.activeMonth)) return { mark: {}, counts: [] };
  noteOnCall({ isNewlyActive: true });
  return { mark: { activeMonth: month }, counts: [userRepository().countActive(id, userKey, month)] };
};

/** The writes that make a user, who counts as active by that. */
export const userCreation = async (pool: UserPool, user: User, userKey: string, on: OnTaken): Promise<Write[]> => {
  const { mark, counts } = counting(pool, {}, userKey, on);
  const made = withCopyMark(pool, { ...user, ...mark, copiedFor: pool.change?.id });
  const names = namesToKeep(pool, made, userKey);
  const { isSubGiven = false } = on;
  const shadowable = shadowableNames(pool, made, userKey, isSubGiven);
  return [
    userRepository().create(pool, made, userKey, () => on.taken('username')),
    ...(await claims(pool, made, names, userKey, on, shadowable, isSubGiven ? givenSub(pool, made, userKey) : [])),
    ...(await identityWrites(pool, {}, made, userKey, on)),
    ...made.groups.map((group) => memberRepository().join(pool.id, group, userKey)),
    ...counts,
  ];
};

// Whatever ends sessions of a user as a whole counts a sign-out, or takes away the account that they came through.
const endsSome = (before: User, after: User): boolean =>
  after.signOuts > before.signOuts ||
  (before.identities ?? []).some((one) => !(after.identities ?? []).some((kept) => isSameIdentity(kept, one)));

const endWrites = async (pool: UserPool, before: User, after: User, userKey: string): Promise<readonly Write[]> =>
  pool.backchannelLogout && endsSome(before, after)
    ? (await import('../session-ends/session-end-writes.ts')).sessionEndWrites(pool, { userKey })
    : [];

/**
 * The change from `before`, as it was read, to `changed`; with `on` where it may claim names. The user counts as active by it.
 * Throws UserChanged, at the write, where another change came first.
 */
export const userUpdate = async (
  pool: UserPool,
  before: User,
  changed: User,
  userKey: string,
  given: Partial<OnTaken> = {},
): Promise<Write[]> => {
  const after = changed.undeliverable ? withLiveMarks(before, changed) : changed;
  const on = { ...claimsNothing, ...given };
  const had = claimedNames(pool, before, userKey);
  const has = namesToKeep(pool, after, userKey);
  const { mark, counts } = counting(pool, before, userKey, on);
  return [
    userRepository().update(pool, withCopyMark(pool, { ...after, ...mark }), userKey),
    ...withoutNames(had, has).map(({ kind, key }) => userRepository().releaseName(pool.id, kind, key, userKey)),
    ...(await claims(pool, after, withoutNames(has, had), userKey, on)),
    ...(await identityWrites(pool, before, after, userKey, on)),
    ...(await endWrites(pool, before, after, userKey)),
    ...lacking(before.groups, after.groups).map((group) => memberRepository().leave(pool.id, group, userKey)),
    ...lacking(after.groups, before.groups).map((group) => memberRepository().join(pool.id, group, userKey)),
    ...counts,
  ];
};

/** Profile, names and memberships. Everything else in the user's partition is listed by `UserRepository.belongings`. */
export const userRemoval = async (pool: UserPool, user: User, userKey: string): Promise<Write[]> => [
  userRepository().remove(user, userKey),
  ...claimedNames(pool, user, userKey).map(({ kind, key }) =>
    userRepository().releaseName(pool.id, kind, key, userKey),
  ),
  ...(await identityWrites(pool, user, { ...user, identities: [] }, userKey, claimsNothing)),
  ...user.groups.map((group) => memberRepository().leave(pool.id, group, userKey)),
];

/** Gives a user who was read already; from the second call on, reads the user again. For `retryOnConflict`. */
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
