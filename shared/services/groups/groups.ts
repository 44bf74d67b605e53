/** Groups as administrators see and change them: read from the store, not from a cache. */
import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { type DeletedGroupName, deletedGroupRepository } from '#shared/data/groups/deleted-group-repository.ts';
import { groupRepository } from '#shared/data/groups/group-repository.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { type Group, mostGroups } from '#shared/domain/groups/group.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';

/** What an administrator states about a group. Undefined members are not stated. */
export interface GroupFacts {
  readonly description: string | undefined;
  readonly precedence: number | undefined;
  readonly roleArn: string | undefined;
}

/** The exception for a group that does not exist. */
export const noGroup = (): CognitoException => new CognitoException('ResourceNotFoundException', 'Group not found.');

const taken = (): CognitoException =>
  new CognitoException('GroupExistsException', 'A group with the name already exists.');

const full = (): CognitoException =>
  new CognitoException('LimitExceededException', `A user pool has ${mostGroups.ofPool} groups at most.`);

const stated = ({ description, precedence, roleArn }: GroupFacts): Partial<Group> => ({
  ...(description !== undefined && { description }),
  ...(precedence !== undefined && { precedence }),
  ...(roleArn !== undefined && { roleArn }),
});

/** Throws ResourceNotFoundException. */
export const getGroup = async (pool: UserPool, name: string): Promise<Group> => {
  const group = await groupRepository().find(pool.id, name);
  if (!group) throw noGroup();
  return group;
};

const bury = async (pool: UserPool, name: string): Promise<Group | undefined> => {
  const group = await groupRepository().find(pool.id, name);
  if (group)
    await table().write([
      deletedGroupRepository().put({ group, deletedAt: now() }),
      ...groupRepository().remove(group),
    ]);
  return group;
};

/** Throws GroupExistsException, LimitExceededException. */
export const createGroup = async (pool: UserPool, name: string, facts: GroupFacts): Promise<Group> => {
  const times = { createdAt: now(), updatedAt: now() };
  const group: Group = { poolId: pool.id, id: randomUUID(), name, ...stated(facts), ...times, version: 1 };
  await table().write(groupRepository().create(group, { taken, full }));
  return group;
};

/** What `facts` leaves out stays as it is. Throws ResourceNotFoundException. */
export const changeGroup = (pool: UserPool, name: string, facts: GroupFacts): Promise<Group> =>
  retryOnConflict(async () => {
    const changed: Group = { ...(await getGroup(pool, name)), ...stated(facts), updatedAt: now() };
    await table().write([groupRepository().update(changed)]);
    return changed;
  });

/**
 * Deletes the group; its members are removed later. Gives what is to be purged: the group or, where there is none,
 * groups of that name whose deletion was not finished.
 */
export const buryGroup = async (
  pool: UserPool,
  name: string,
): Promise<{ readonly wasThere: boolean; readonly unfinished: readonly DeletedGroupName[] }> => {
  const group = await retryOnConflict(() => bury(pool, name));
  if (group) return { wasThere: true, unfinished: [group] };
  const buried = await deletedGroupRepository().named(pool.id, name);
  return { wasThere: false, unfinished: buried.map((deleted) => deleted.group) };
};
