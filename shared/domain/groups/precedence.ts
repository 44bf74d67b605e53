import type { Group } from './group.ts';

type Ranked = Pick<Group, 'name' | 'precedence'>;

/** A group's precedence as a number to compare: a group without one comes after all others. */
export const rankOf = ({ precedence = Number.POSITIVE_INFINITY }: Ranked): number => precedence;

/** Below 0 where `a` stands before `b`: by precedence, by name where it is the same. */
export const comparePrecedence = (a: Ranked, b: Ranked): number => {
  // The difference of two that have none would be no number.
  if (rankOf(a) !== rankOf(b)) return rankOf(a) - rankOf(b);
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
};

/** Groups as they are listed of a user. */
export const byPrecedence = (groups: readonly Group[]): readonly Group[] => [...groups].sort(comparePrecedence);
