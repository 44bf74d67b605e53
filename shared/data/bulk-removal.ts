import type { Key } from './keys.ts';
import { manyAtOnce } from './many-at-once.ts';
import { keyOf, type Table } from './table.ts';

/** Removes what is found, and looks again until nothing is found. False where `isLate` stopped it before that. */
export const removeFound = async (
  table: Table,
  find: () => Promise<readonly Key[]>,
  isLate: () => boolean,
): Promise<boolean> => {
  for (;;) {
    const found = await find();
    if (found.length === 0) return true;
    await manyAtOnce(found, (key) => table.write([{ remove: key }]));
    // Asked after work, not before: however little time there is, every call makes progress.
    if (isLate()) return false;
  }
};

/** Removes everything in a partition. False where `isLate` stopped it before that. */
export const removePartition = (table: Table, pk: string, isLate: () => boolean): Promise<boolean> => {
  const find = async (): Promise<readonly Key[]> => {
    const { items } = await table.query({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ProjectionExpression: 'pk, sk',
      ConsistentRead: true,
      Limit: 100,
    });
    return items.map(keyOf);
  };
  return removeFound(table, find, isLate);
};
