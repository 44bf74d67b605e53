/** Merges of two users who are one person. */
import { now } from '#shared/config/clock.ts';
import { externalIdentityRepository } from '#shared/data/federation/external-identity-repository.ts';
import { groupRepository } from '#shared/data/groups/group-repository.ts';
import { memberRepository } from '#shared/data/groups/member-repository.ts';
import type { Key } from '#shared/data/keys.ts';
import { table } from '#shared/data/table.ts';
import { deviceRepository } from '#shared/data/users/device-repository.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import { retryOnConflict, type Write } from '#shared/data/write.ts';
import { type GroupMembership, isOf } from '#shared/domain/groups/group.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import {
  assertPair,
  type Dropped,
  type Merge,
  type MergedBefore,
  type MergePlan,
  mergedUser,
  planMerge,
  wasMerged,
} from '#shared/domain/users/merge.ts';
import { claimedNames, namesToKeep, sameName, withCopyMark, withoutNames } from '#shared/domain/users/names.ts';
import type { User } from '#shared/domain/users/user.ts';
import { isException } from '#shared/errors/exception.ts';
import { aliasTaken } from './attribute-updates.ts';
import { goneSessions } from './removal.ts';
import { claims, userUpdate } from './user-changes.ts';
import { type UserRecord, userKeyOf, users } from './users.ts';

/** The user who goes, and the one who stays, by their names. */
export interface MergeRequest {
  readonly pool: UserPool;
  readonly source: string;
  readonly destination: string;
  /** True to be told alone. */
  readonly isDryRun: boolean;
}

// A transaction takes a hundred writes. Both profiles, names, identities, passkeys and single items fit into the rest.
const atOnce = 20;
const mostGroupsAtOnce = 10;

// Both would be counted in one transaction, which takes no item twice.
const quietly = { isActivity: false };

const devicesOf = async ({ poolId, sub }: User, userKey: string): Promise<number> => {
  let count = 0;
  let start: Awaited<ReturnType<ReturnType<typeof deviceRepository>['page']>>['next'];
  do {
    const page = await deviceRepository().page(poolId, userKey, { limit: 100, start });
    count += page.devices.filter((device) => device.sub === sub).length;
    start = page.next;
  } while (start);
  return count;
};

const droppedOf = async ({ user, userKey, ...facts }: UserRecord): Promise<Dropped> => ({
  hasPassword: facts.password !== undefined,
  hasSoftwareToken: facts.softwareToken !== undefined,
  hasRecoveryCodes: facts.recoveryCodes !== undefined,
  passkeys: facts.passkeys.length,
  devices: await devicesOf(user, userKey),
});

// Of a group that is gone, or was made anew, nobody is a member.
const liveGroups = async (pool: UserPool, { groups }: User): Promise<readonly GroupMembership[]> => {
  if (groups.length === 0) return [];
  const found = await groupRepository().findAll(pool.id, groups);
  return groups.filter((membership) => found.some((group) => isOf(group, membership)));
};

interface Pair {
  readonly source: UserRecord;
  readonly destination: UserRecord;
}

const planOf = async (pool: UserPool, { source, destination }: Pair): Promise<MergePlan> => {
  const pair = { source: source.user, destination: destination.user };
  assertPair(pool, pair);
  return planMerge(pool, pair, await liveGroups(pool, source.user), now());
};

const next = (user: User): User => ({ ...user, version: user.version + 1 });

// A user in many groups hands most of them on before the rest. Gives both users as the table has them then.
const inFewGroups = async (pool: UserPool, pair: Pair): Promise<Pair> => {
  let { source, destination } = pair;
  while (source.user.groups.length > mostGroupsAtOnce) {
    const [moving, left] = [source.user.groups.slice(0, atOnce), source.user.groups.slice(atOnce)];
    const live = await liveGroups(pool, { ...source.user, groups: moving });
    const gained = live.filter(({ id }) => !destination.user.groups.some((own) => own.id === id));
    const [goes, stays] = [
      { ...source.user, groups: left },
      { ...destination.user, groups: [...destination.user.groups, ...gained] },
    ];
    await table().write([
      ...(await userUpdate(pool, source.user, goes, source.userKey, quietly)),
      ...(await userUpdate(pool, destination.user, stays, destination.userKey, quietly)),
    ]);
    source = { ...source, user: next(goes) };
    destination = { ...destination, user: next(stays) };
  }
  return { source, destination };
};

// Names that the user who goes has are handed on: two writes of one item do not fit into a transaction.
const nameWrites = async (pool: UserPool, { source, destination }: Pair, after: User): Promise<readonly Write[]> => {
  const { userKey } = destination;
  const held = claimedNames(pool, source.user, source.userKey);
  const gained = withoutNames(namesToKeep(pool, after, userKey), claimedNames(pool, destination.user, userKey));
  const moved = gained.filter((name) => held.some((one) => sameName(one, name)));
  return [
    ...moved.map(({ kind, key }) => userRepository().moveName(pool.id, kind, key, source.userKey, userKey)),
    ...withoutNames(held, moved).map(({ kind, key }) =>
      userRepository().releaseName(pool.id, kind, key, source.userKey),
    ),
    ...(await claims(pool, after, withoutNames(gained, moved), userKey, { taken: aliasTaken })),
  ];
};

const finalWrites = async (pool: UserPool, pair: Pair, plan: MergePlan): Promise<readonly Write[]> => {
  const { source, destination } = pair;
  const { userKey } = destination;
  const after = mergedUser({ source: source.user, destination: destination.user }, plan, now());
  const owner = { userKey, sub: after.sub };
  return [
    userRepository().update(pool, withCopyMark(pool, after), userKey),
    userRepository().remove(source.user, source.userKey),
    ...(await nameWrites(pool, pair, after)),
    ...plan.identities.map((one) => externalIdentityRepository().move(pool.id, one, source.user.sub, owner)),
    ...source.user.groups.map((group) => memberRepository().leave(pool.id, group, source.userKey)),
    ...plan.groups.map((group) => memberRepository().join(pool.id, group, userKey)),
  ];
};

const toRemoval = (key: Key): Write => ({ remove: key });

const merge = async (pool: UserPool, found: Pair): Promise<void> => {
  const pair = await inFewGroups(pool, found);
  const plan = await planOf(pool, pair);
  const { many, rest } = await userRepository().belongings(pool.id, pair.source.userKey);
  // Sessions and devices go first. Until the last write, both users are there, and the merge can be asked for again.
  const left = [...many];
  const besides = [...(await goneSessions(pool, pair.source.userKey))];
  while (left.length > atOnce) {
    await table().write([...besides.splice(0), ...left.splice(0, atOnce).map(toRemoval)]);
  }
  await table().write([...(await finalWrites(pool, pair, plan)), ...besides, ...[...left, ...rest].map(toRemoval)]);
};

const nameOf = ({ username, sub }: User): Pick<User, 'username' | 'sub'> => ({ username, sub });

/** Whether the one who is gone was merged into the one who is there. Otherwise throws what tells that there is no such user. */
const before = (pool: UserPool, { user }: UserRecord, source: string, missing: unknown): MergedBefore => {
  const isNamed = (username: string): boolean => userKeyOf(pool, username) === userKeyOf(pool, source);
  if (!wasMerged(user, isNamed, source)) throw missing;
  return { source, destination: nameOf(user), status: 'MERGED_BEFORE' };
};

/**
 * Merges a user into another one, or tells what would move. All that counts moves in one transaction; what makes it too large
 * goes before, so that the merge can be asked for again. Of merges that compete, one succeeds, and the others find its user
 * gone. Throws UserNotFoundException, AliasExistsException, LimitExceededException, InvalidParameterException.
 */
export const mergeUsers = ({ pool, isDryRun, ...named }: MergeRequest): Promise<Merge | MergedBefore> => {
  let told: Merge | undefined;
  return retryOnConflict(async () => {
    const destination = await users().get(pool, named.destination);
    let source: UserRecord;
    try {
      source = await users().get(pool, named.source);
    } catch (error) {
      if (!isException(error, 'UserNotFoundException')) throw error;
      return before(pool, destination, named.source, error);
    }
    const pair = { source, destination };
    const plan = await planOf(pool, pair);
    const status = isDryRun ? 'PLANNED' : 'MERGED';
    const names = { source: nameOf(source.user), destination: nameOf(destination.user) };
    // Groups that a try before has moved are told, too.
    told ??= { ...names, status, plan, dropped: await droppedOf(source) };
    if (!isDryRun) await merge(pool, pair);
    return told;
  });
};
