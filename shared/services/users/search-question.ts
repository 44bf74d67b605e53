import type { GroupRepository } from '#shared/data/groups/group-repository.ts';
import type { CandidateSearch } from '#shared/data/users/user-candidates.ts';
import type { Group } from '#shared/domain/groups/group.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import {
  type AskedCondition,
  getSearchField,
  type SearchCondition,
  toSearchCondition,
} from '#shared/domain/users/search-condition.ts';
import { bestPlan, findPlan, type SearchIndex, type SearchPlan } from '#shared/domain/users/search-plan.ts';
import { CognitoException } from '#shared/errors/exception.ts';

export interface Sorting {
  readonly attribute: string;
  readonly order: 'ascending' | 'descending';
}

/** What must be true of a user: conditions on attributes, and groups that the user is in. */
export interface UserQuestion {
  readonly conditions: readonly SearchCondition[];
  readonly groups: readonly Group[];
}

interface Asked {
  readonly conditions: readonly AskedCondition[];
  readonly sortBy: Sorting | undefined;
}

interface PlannedSearch {
  readonly question: UserQuestion;
  /** Undefined where nobody can match. */
  readonly search: CandidateSearch | undefined;
  /** The part of the plan that a page token must agree with. */
  readonly way: string;
  readonly isExact: boolean;
  readonly isSorted: boolean;
}

/** The name of the condition on groups. */
const groupCondition = 'group';

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const groupNameOf = ({ attribute, equals, startsWith, atLeast, atMost, exists }: AskedCondition): string => {
  if (equals !== undefined && [startsWith, atLeast, atMost, exists].every((member) => member === undefined))
    return equals;
  throw invalid(`Filter on ${attribute}: give Equals, the name of a group.`);
};

const isAttributeIndexed = ({ search }: UserPool, name: string): boolean =>
  search?.attributes.some(({ attribute }) => attribute === name) ?? false;

const sortedPlan = (
  pool: UserPool,
  indexes: readonly SearchIndex[],
  conditions: readonly SearchCondition[],
  { attribute }: Sorting,
): SearchPlan => {
  getSearchField(pool, attribute);
  const plan = findPlan(indexes, conditions, attribute);
  if (plan) return plan;
  throw invalid(
    isAttributeIndexed(pool, attribute)
      ? `SortBy ${attribute}: its index is being filled; see Gatehouse.GetUserPoolSearchSettings.`
      : `SortBy ${attribute}: it has no index. Give it one by Gatehouse.SetUserPoolSearchSettings.`,
  );
};

const wayOf = ({ index }: SearchPlan): string => `${index.name} ${index.prefix}`;

// A page continues along the index of the page before it, even if a better one is ready by now.
const planOnWay = (
  indexes: readonly SearchIndex[],
  conditions: readonly SearchCondition[],
  way: string,
): SearchPlan => {
  const index = indexes.find(({ name, prefix }) => `${name} ${prefix}` === way);
  const plan = index && findPlan(indexes, conditions, index.field.name);
  if (!plan) throw invalid('Invalid pagination token.');
  return plan;
};

const groupWay = ({ id }: Group): string => `group ${id}`;

const isOneValue = ({ range }: SearchPlan): boolean => range === undefined || 'equals' in range;

/**
 * How users are searched. `way` is that of the page before. Throws InvalidParameterException for what cannot be asked,
 * or can no longer be continued.
 */
export const planSearch = async (
  { groupRepository }: { readonly groupRepository: Pick<GroupRepository, 'find'> },
  pool: UserPool,
  indexes: readonly SearchIndex[],
  { conditions: asked, sortBy }: Asked,
  way: string | undefined,
): Promise<PlannedSearch> => {
  const onGroups = asked.filter(({ attribute }) => attribute === groupCondition);
  const conditions = asked
    .filter((condition) => !onGroups.includes(condition))
    .map((condition) => toSearchCondition(pool, condition));
  const names = [...new Set(onGroups.map(groupNameOf))];
  const best = sortBy ? sortedPlan(pool, indexes, conditions, sortBy) : bestPlan(indexes, conditions);

  const found = await Promise.all(names.map((name) => groupRepository.find(pool.id, name)));
  const present = found.flatMap((group) => group ?? []);
  const question = { conditions, groups: present };
  const order = sortBy?.order ?? 'ascending';
  if (present.length < names.length) {
    return { question, search: undefined, way: '', isExact: true, isSorted: false };
  }
  const [group] = present;
  if (group && !sortBy && (way?.startsWith('group ') ?? !isOneValue(best))) {
    if (way !== undefined && way !== groupWay(group)) throw invalid('Invalid pagination token.');
    const search: CandidateSearch = { poolId: pool.id, along: { groupId: group.id }, order };
    return { question, search, way: groupWay(group), isExact: asked.length === 1, isSorted: false };
  }
  const plan = way === undefined ? best : planOnWay(indexes, conditions, way);
  const { index, range } = plan;
  return {
    question,
    search: range && { poolId: pool.id, along: { index, range }, order },
    way: wayOf(plan),
    isExact: plan.isExact && names.length === 0,
    isSorted: sortBy !== undefined,
  };
};
