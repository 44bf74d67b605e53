import type { UserPool } from '../user-pools/user-pool.ts';

/** The columns that are not attributes. */
export const ownColumns = {
  username: 'cognito:username',
  mfa: 'cognito:mfa_enabled',
  /** Gatehouse's own, and never required. */
  passwordHash: 'gatehouse:password_hash',
} as const;

// In the order of the API's answers.
const standardColumns = [
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'email',
  'email_verified',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'phone_number',
  'phone_number_verified',
  'address',
  'updated_at',
] as const;

// In a file that is not CSV, a "column" may be of any length.
const longestName = 100;

const isStandard = (name: string): boolean => standardColumns.some((column) => column === name);

// Only the service sets them.
const nobodys: ReadonlySet<string> = new Set(['sub', 'identities']);

/**
 * The columns of a CSV file of the pool's users: standard attributes, custom ones, and those that are not attributes.
 */
export const csvHeader = ({ schema }: Pick<UserPool, 'schema'>): readonly string[] => [
  ...standardColumns.filter((column) => schema.some(({ name }) => name === column)),
  ...schema.map(({ name }) => name).filter((name) => !isStandard(name) && !nobodys.has(name)),
  ownColumns.mfa,
  ownColumns.username,
];

/**
 * Why a file with these columns cannot be imported into the pool, as a sentence; undefined where it can. Columns may
 * stand in any order. Those that the pool does not require may be missing.
 */
export const reasonAgainstColumns = (
  pool: Pick<UserPool, 'schema'>,
  columns: readonly string[],
): string | undefined => {
  const known = new Set([...csvHeader(pool), ownColumns.passwordHash]);
  const unknown = columns.find((column) => !known.has(column));
  if (unknown !== undefined) {
    return `The header names ${unknown.slice(0, longestName) || 'nothing in one place'}, which is no column.`;
  }
  const twice = columns.find((column, index) => columns.indexOf(column) < index);
  if (twice !== undefined) return `The header names ${twice} twice.`;
  if (!columns.includes(ownColumns.username)) return `The header does not name ${ownColumns.username}.`;
  return undefined;
};
