/** Groups, cached for ten seconds: a change may take so long to be seen in tokens. */
import { groupRepository } from '#shared/data/groups/group-repository.ts';
import { type Group, type GroupMembership, isOf } from '#shared/domain/groups/group.ts';
import { createCache } from '../cache/cache.ts';

const known = createCache<Group>(10_000);

const keyOf = (poolId: string, name: string): string => `${poolId}#${name}`;

const recall = (poolId: string, name: string): Group | undefined => known.get(keyOf(poolId, name));

const keep = (group: Group): void => known.set(keyOf(group.poolId, group.name), group);

/**
 * The groups of these memberships, as far as they exist. One request where one of them is not cached, otherwise none.
 */
export const knownGroupsOf = async (
  poolId: string,
  memberships: readonly GroupMembership[],
): Promise<readonly Group[]> => {
  const recalled = memberships.map((membership) => {
    const group = recall(poolId, membership.name);
    return { membership, group: group && isOf(group, membership) ? group : undefined };
  });
  const unknown = recalled.flatMap(({ membership, group }) => (group ? [] : [membership]));
  const loaded = unknown.length > 0 ? await groupRepository().findAll(poolId, unknown) : [];
  loaded.forEach(keep);
  return [...recalled.flatMap(({ group }) => (group ? [group] : [])), ...loaded];
};

/** The group of that name: one request, or none. That there is no such group is not cached. */
export const knownGroupsNamed = async (poolId: string, name: string): Promise<Group | undefined> => {
  const recalled = recall(poolId, name);
  if (recalled) return recalled;
  const group = await groupRepository().find(poolId, name);
  if (group) keep(group);
  return group;
};
