import { once } from '#shared/config/once.ts';
import { keys, lists } from '../keys.ts';
import { readList } from '../list-index.ts';
import type { ShardCursor } from '../shard-cursor.ts';
import { fromItem, table, toItem } from '../table.ts';
import type { StoredItem, Write } from '../write.ts';

/** How far a pool's users are in its new indexes. */
export interface SearchIndexing {
  readonly poolId: string;
  /** A new one each time that the settings change. */
  readonly id: string;
  /** When the settings changed, in epoch milliseconds. */
  readonly startedAt: number;
  /** How many portions of users are done. A write states the number that it was made from. */
  readonly portions: number;
  /** How many users are done. */
  readonly users: number;
  /** Where the next portion begins; undefined before the first. */
  readonly position?: ShardCursor | undefined;
}

/** Another worker continued from the same place, or the settings changed: read again and continue from there. */
export class IndexingMoved extends Error {
  constructor() {
    super('Another worker went on with the indexing.');
  }
}

const unmoved = ({ id, portions }: SearchIndexing) => ({
  expression: '#data.id = :id AND #data.portions = :portions',
  names: { '#data': 'data' },
  values: { ':id': id, ':portions': portions },
  refused: () => new IndexingMoved(),
});

const toPut = (indexing: SearchIndexing): StoredItem =>
  toItem('SearchIndexing', keys.searchIndexing(indexing.poolId), indexing, {
    listPk: lists.searchIndexings,
    listSk: indexing.poolId,
  });

/** Pools whose users are being put into indexes. */
export const searchIndexingRepository = once(() => ({
  find: async (poolId: string): Promise<SearchIndexing | undefined> => {
    const item = await table().get(keys.searchIndexing(poolId));
    return item && fromItem<SearchIndexing>('SearchIndexing', item);
  },

  /** Ids of a first page, which has all in any ordinary deployment. */
  poolIds: (): Promise<readonly string[]> => readList(table(), lists.searchIndexings),

  /** Replaces any other of the pool. */
  start: (indexing: SearchIndexing): Write => ({ put: toPut(indexing) }),

  /** One portion further. Throws IndexingMoved where it was moved meanwhile. */
  advance: (before: SearchIndexing, after: Pick<SearchIndexing, 'position' | 'users'>): Write => ({
    put: toPut({ ...before, ...after, portions: before.portions + 1 }),
    when: unmoved(before),
  }),

  /** It is done. Throws IndexingMoved where it was moved meanwhile. */
  finish: (indexing: SearchIndexing): Write => ({
    remove: keys.searchIndexing(indexing.poolId),
    when: unmoved(indexing),
  }),

  remove: (poolId: string): Write => ({ remove: keys.searchIndexing(poolId) }),
}));
