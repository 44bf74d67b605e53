import type { UserRecordLine } from '#shared/domain/imports/user-record.ts';
import { aliasAttributes, usernameAttributes } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { nameKey } from '#shared/domain/users/comparison.ts';
import type { ImportRow } from './row-reader.ts';

/** A row that holds a user. */
export type LoadedUser = ImportRow & { readonly record: UserRecordLine };

// One request for each user would take twice as long. More users in one request would hardly be faster.
const together = 5;
// More requests to the store at once would only wait for each other.
const atOnce = 16;

const fold = (name: string): string => nameKey(name, false);

/** Names that no two users of the pool may have. */
const namesIn = (pool: UserPool, { username, attributes = {} }: UserRecordLine): readonly string[] => [
  fold(username),
  ...[...aliasAttributes(pool), ...usernameAttributes(pool)].flatMap((attribute) => {
    const name = attributes[attribute];
    return name === undefined ? [] : [fold(name)];
  }),
];

/** A few rows that one request loads. No two of them want the same name. */
export interface Unit {
  readonly rows: readonly LoadedUser[];
  readonly names: readonly string[];
}

/** Neighbouring rows, put together as long as they want different names. */
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

/**
 * Works on many units at once. Units that want the same name are done one after the other, so that the first gets it.
 */
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
