import type { Group } from './group.ts';

type Ranked = Pick<Group, 'name' | 'precedence'>;

/** A group's precedence as a number to compare. A group without one comes after all others. */
export const rankOf = ({ precedence = Number.POSITIVE_INFINITY }: Ranked): number => precedence;

/** Below 0 where `a` ranks before `b`: by precedence, then by name. */
export const comparePrecedence = (a: Ranked, b: Ranked): number => {
  // Two groups without precedence are both infinite, and their difference would not be a number.
  if (rankOf(a) !== rankOf(b)) return rankOf(a) - rankOf(b);
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
};

/** Groups in the order in which a user's groups are listed. */
export const byPrecedence = (groups: readonly Group[]): readonly Group[] => [...groups].sort(comparePrecedence);
