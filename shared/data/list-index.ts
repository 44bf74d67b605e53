import type { Table } from './table.ts';

/** The sort keys of a list's first page, in their order. In any ordinary deployment that is the whole list. */
export const readList = async (table: Table, list: string): Promise<readonly string[]> => {
  const { items } = await table.query({
    IndexName: 'list',
    KeyConditionExpression: 'listPk = :list',
    ExpressionAttributeValues: { ':list': list },
  });
  return items.map(({ listSk }) => String(listSk));
};

/** The same for a list of things that have an id of their own in a pool. */
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
