import { once } from '#shared/config/once.ts';
import type { ExportPart, PoolExport } from '#shared/domain/exports/pool-export.ts';
import { removePartition } from '../bulk-removal.ts';
import { exportEntries, keys, lists } from '../keys.ts';
import { readPoolList } from '../list-index.ts';
import { fromItem, type Item, type Table, table, toItem } from '../table.ts';
import type { StoredItem, Write } from '../write.ts';

interface Page<Found> {
  readonly found: readonly Found[];
  readonly next: Item | undefined;
}

interface Asked {
  readonly limit: number;
  readonly start: Item | undefined;
  readonly newestFirst: boolean;
}

const toExport = (item: Item): PoolExport => fromItem<PoolExport>('PoolExport', item);

const data = { '#data': 'data' };

// Only unfinished exports are in the list.
const put = (job: PoolExport): StoredItem =>
  toItem(
    'PoolExport',
    keys.poolExport(job.poolId, job.id),
    job,
    job.status === 'InProgress' ? { listPk: lists.poolExports, listSk: `${job.poolId}#${job.id}` } : {},
  );

/** Exports of pools and their parts: those of one pool are in one partition. */
export const poolExportRepository = once(() => {
  const page = async (
    prefix: string,
    poolId: string,
    { limit, start, newestFirst }: Asked,
  ): Promise<Awaited<ReturnType<Table['query']>>> =>
    table().query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': keys.exportPartition(poolId), ':prefix': prefix },
      ConsistentRead: true,
      ScanIndexForward: !newestFirst,
      Limit: limit,
      ...(start && { ExclusiveStartKey: start }),
    });

  return {
    find: async (poolId: string, exportId: string): Promise<PoolExport | undefined> => {
      const item = await table().get(keys.poolExport(poolId, exportId));
      return item && toExport(item);
    },

    /** A page of a pool's exports, the latest first. */
    list: async (poolId: string, limit: number, start: Item | undefined): Promise<Page<PoolExport>> => {
      const { items, next } = await page(exportEntries, poolId, { limit, start, newestFirst: true });
      return { found: items.map(toExport), next };
    },

    /** A page of an export's parts, in their order. */
    parts: async (
      poolId: string,
      exportId: string,
      limit: number,
      start: Item | undefined,
    ): Promise<Page<ExportPart>> => {
      const prefix = keys.exportPart(poolId, exportId, '').sk;
      const { items, next } = await page(prefix, poolId, { limit, start, newestFirst: false });
      return { found: items.map((item) => fromItem<ExportPart>('ExportPart', item)), next };
    },

    /** Unfinished exports of all pools: a first page, which has them all in any ordinary deployment. */
    unfinished: (): Promise<readonly Pick<PoolExport, 'poolId' | 'id'>[]> => readPoolList(table(), lists.poolExports),

    create: (job: PoolExport): Write => ({ put: put(job) }),

    /** The export after one more part; `refused` gives the error where the export is over, or has that part. */
    advance: (job: PoolExport, part: ExportPart, refused: () => Error): Write[] => [
      {
        put: put(job),
        when: {
          expression: '#data.#status = :working AND #data.#parts = :before',
          names: { ...data, '#status': 'status', '#parts': 'parts' },
          values: { ':working': 'InProgress', ':before': part.number - 1 },
          refused,
        },
      },
      { put: toItem('ExportPart', keys.exportPart(job.poolId, job.id, String(part.number).padStart(6, '0')), part) },
    ],

    /** Ends it early; `refused` gives the error where it has changed since it was read. */
    end: (job: PoolExport, refused: () => Error): Write => ({
      put: put(job),
      when: {
        expression: '#data.#status = :working AND #data.#parts = :parts',
        names: { ...data, '#status': 'status', '#parts': 'parts' },
        values: { ':working': 'InProgress', ':parts': job.parts },
        refused,
      },
    }),

    /** Removes what a deleted pool left of its exports. False where `isLate` stopped it before everything was gone. */
    removeAll: (poolId: string, isLate: () => boolean): Promise<boolean> =>
      removePartition(table(), keys.exportPartition(poolId), isLate),
  };
});

export type PoolExportRepository = ReturnType<typeof poolExportRepository>;
