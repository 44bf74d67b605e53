import type { GroupClaims } from '../tokens/token-changes.ts';
import type { Group } from './group.ts';
import { byPrecedence, rankOf } from './precedence.ts';

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
