import type { UserRecordLine } from '#shared/domain/imports/user-record.ts';
import { aliasAttributes, usernameAttributes } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { nameKey } from '#shared/domain/users/comparison.ts';
import type { ImportRow } from './row-reader.ts';

/** A row that holds a user. */
export type LoadedUser = ImportRow & { readonly record: UserRecordLine };

// A request for each user would take twice as long; one for more of them hardly less.
const together = 5;
// More requests to the store under way at once than this wait for each other there.
const atOnce = 16;

const fold = (name: string): string => nameKey(name, false);

/** What no two users of the pool may both be called. */
const namesIn = (pool: UserPool, { username, attributes = {} }: UserRecordLine): readonly string[] => [
  fold(username),
  ...[...aliasAttributes(pool), ...usernameAttributes(pool)].flatMap((attribute) => {
    const name = attributes[attribute];
    return name === undefined ? [] : [fold(name)];
  }),
];

/** A few rows that are loaded by one request: no two of them want the same name. */
export interface Unit {
  readonly rows: readonly LoadedUser[];
  readonly names: readonly string[];
}

/** Rows that stand beside each other, together as far as they want different names. */
export const toUnits = (pool: UserPool, rows: readonly LoadedUser[]): readonly Unit[] => {
  const units: { readonly rows: LoadedUser[]; readonly names: string[] }[] = [];
  for (const row of rows) {
    const names = namesIn(pool, row.record);
    const last = units.at(-1);
    const fits = last && last.rows.length < together && !names.some((name) => last.names.includes(name));
    if (fits) {
      last.rows.push(row);
      last.names.push(...names);
    } else units.push({ rows: [row], names: [...names] });
  }
  return units;
};

/** Works at many at once, but at those who want the same name one after the other, so that the first of them gets it. */
export const eachUnit = async (units: readonly Unit[], work: (unit: Unit) => Promise<void>): Promise<void> => {
  const latest = new Map<string, Promise<void>>();
  const left = units.values();
  const lane = async (): Promise<void> => {
    for (const unit of left) {
      const before = unit.names.map((name) => latest.get(name));
      const done = Promise.all(before).then(() => work(unit));
      for (const name of unit.names) latest.set(name, done);
      await done;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, units.length) }, lane));
};
