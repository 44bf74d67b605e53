import type { GroupClaims } from '../tokens/token-changes.ts';
import type { Group } from './group.ts';

type Ranked = Pick<Group, 'name' | 'precedence'>;

/** A group's precedence as a number to compare. A group without one comes after all others. */
const rankOf = ({ precedence = Number.POSITIVE_INFINITY }: Ranked): number => precedence;

/** Below 0 where `a` ranks before `b`: by precedence, then by name. */
export const comparePrecedence = (a: Ranked, b: Ranked): number => {
  // Two groups without precedence are both infinite, and their difference would not be a number.
  if (rankOf(a) !== rankOf(b)) return rankOf(a) - rankOf(b);
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
};

/** Groups in the order in which a user's groups are listed. */
export const byPrecedence = (groups: readonly Group[]): readonly Group[] => [...groups].sort(comparePrecedence);

// Where the groups of the highest rank name different roles, no role is preferred.
const preferredRoleOf = (groups: readonly Group[]): string | undefined => {
  const withRole = groups.filter(({ roleArn }) => roleArn !== undefined);
  const [first] = withRole;
  if (!first) return undefined;
  const roles = new Set(withRole.filter((group) => rankOf(group) === rankOf(first)).map(({ roleArn }) => roleArn));
  return roles.size === 1 ? first.roleArn : undefined;
};

/** What tokens say of a user in these groups. */
export const groupClaims = (groups: readonly Group[]): GroupClaims => {
  const sorted = byPrecedence(groups);
  return {
    groups: sorted.map(({ name }) => name),
    roles: [...new Set(sorted.flatMap(({ roleArn }) => (roleArn === undefined ? [] : [roleArn])))],
    preferredRole: preferredRoleOf(sorted),
  };
};
