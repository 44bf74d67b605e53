import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardAttributes } from '#shared/domain/user-pools/standard-attributes.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { nameKey } from '#shared/domain/users/comparison.ts';
import { eachUnit, type LoadedUser, toUnits } from '#shared/services/imports/row-units.ts';

const pool: UserPool = {
  id: 'us-east-1_AAAAAAAAA',
  name: 'test',
  settings: { AliasAttributes: ['email'] },
  schema: standardAttributes,
  createdAt: 0,
  updatedAt: 0,
  version: 1,
  dataKeys: { general: Buffer.alloc(0) },
};

const rowsOf = (names: readonly (readonly [username: string, email: string])[]): LoadedUser[] =>
  names.map(([username, email], index) => ({
    row: index + 1,
    next: { byte: 0, row: index + 1, done: 0 },
    record: { type: 'user', username, attributes: { email } },
  }));

const name = fc.constantFrom('ada', 'ADA', 'ß', 'SS', 'ſs', 'grace', 'joan', 'mary', 'edith', 'jean', 'kay');

describe('rows that are loaded many at once', () => {
  it('get their names in the order of the rows, and nobody is left out', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(name, name), { maxLength: 40 }),
        fc.infiniteStream(fc.nat(5)),
        async (names, pauses) => {
          const rows = rowsOf(names);
          const units = toUnits(pool, rows);
          expect(units.flatMap((unit) => unit.rows)).toEqual(rows);

          const wanted = ({ record: { username, attributes } }: LoadedUser): string[] => [
            nameKey(username, false),
            nameKey(attributes?.email ?? '', false),
          ];
          const done: LoadedUser[] = [];
          const working = new Set<string>();
          await eachUnit(units, async ({ rows: together }) => {
            const own = together.map((row) => new Set(wanted(row)));
            const claimed = own.flatMap((set) => [...set]);
            expect(new Set(claimed).size).toBe(claimed.length);
            for (const one of claimed) expect(working.has(one)).toBe(false);
            for (const one of claimed) working.add(one);
            for (let turns = pauses.next().value; turns > 0; turns--) await Promise.resolve();
            for (const one of claimed) working.delete(one);
            done.push(...together);
          });

          expect(done).toHaveLength(rows.length);
          for (const [index, later] of done.entries()) {
            const overtaken = done.slice(index + 1).filter(({ row }) => row < later.row);
            for (const earlier of overtaken) {
              expect(wanted(earlier).some((one) => wanted(later).includes(one))).toBe(false);
            }
          }
        },
      ),
    );
  });
});
