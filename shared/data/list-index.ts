import type { Table } from './table.ts';

/** The sort keys of a first page of a list, in their order: all of it, in any ordinary deployment. */
export const readList = async (table: Table, list: string): Promise<readonly string[]> => {
  const { items } = await table.query({
    IndexName: 'list',
    KeyConditionExpression: 'listPk = :list',
    ExpressionAttributeValues: { ':list': list },
  });
  return items.map(({ listSk }) => String(listSk));
};

/** The same, of a list of what has an id of its own in a pool. */
export const readPoolList = async (
  table: Table,
  list: string,
): Promise<readonly { readonly poolId: string; readonly id: string }[]> => {
  const found = await readList(table, list);
  return found.map((name) => {
    const [poolId = '', id = ''] = name.split('#');
    return { poolId, id };
  });
};
