import { once } from '#shared/config/once.ts';
import { isActive, type RefusedRow, type UserImportJob } from '#shared/domain/imports/user-import-job.ts';
import { removePartition } from '../bulk-removal.ts';
import { incrementCount } from '../increment-count.ts';
import { importEntries, importRefusalsOf, keys, lists } from '../keys.ts';
import { readPoolList } from '../list-index.ts';
import { fromItem, type Item, ofVersion, table, toItem, ttl } from '../table.ts';
import { Conflict, type StoredItem, type Write } from '../write.ts';

interface Page<Found> {
  readonly found: readonly Found[];
  readonly next: Item | undefined;
}

/** The rows of one portion that were not imported. */
interface Refusals {
  readonly rows: readonly RefusedRow[];
}

/** The key of a job. */
export interface JobName {
  readonly poolId: string;
  readonly id: string;
}

const refusalsKeptMs = 90 * 86_400_000;
// So few that no item comes near 400 kB, however long names and reasons are.
const rowsAnItem = 100;

const toJob = (item: Item): UserImportJob => fromItem<UserImportJob>('UserImportJob', item);

// Only jobs that a worker has something to do for are in the list.
const put = (job: UserImportJob): StoredItem =>
  toItem(
    'UserImportJob',
    keys.userImportJob(job.poolId, job.id),
    job,
    isActive(job) ? { listPk: lists.userImportJobs, listSk: `${job.poolId}#${job.id}` } : {},
  );

// A text that was cut may end in half a surrogate pair, which the store does not take.
const storable = ({ username, reason, ...row }: RefusedRow): RefusedRow => ({
  ...row,
  ...(username !== undefined && { username: username.toWellFormed() }),
  reason: reason.toWellFormed(),
});

/**
 * Import jobs of pools, and the rows that they refused: those of one pool in one partition, with the job that is
 * running.
 */
export const userImportJobRepository = once(() => {
  const entries = (poolId: string, prefix: string, limit: number, start: Item | undefined, newestFirst: boolean) =>
    table().query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': keys.importPartition(poolId), ':prefix': prefix },
      ConsistentRead: true,
      ScanIndexForward: !newestFirst,
      Limit: limit,
      ...(start && { ExclusiveStartKey: start }),
    });

  const update = (job: UserImportJob): Write => ({
    put: put({ ...job, version: job.version + 1 }),
    when: ofVersion(job.version, () => new Conflict()),
  });

  return {
    find: async (poolId: string, jobId: string): Promise<UserImportJob | undefined> => {
      const item = await table().get(keys.userImportJob(poolId, jobId));
      return item && toJob(item);
    },

    /** A page of a pool's jobs, the latest first. */
    page: async (poolId: string, limit: number, start: Item | undefined): Promise<Page<UserImportJob>> => {
      const { items, next } = await entries(poolId, importEntries, limit, start, true);
      return { found: items.map(toJob), next };
    },

    /** A first page of the running jobs of all pools, which has them all in any ordinary deployment. */
    active: (): Promise<readonly JobName[]> => readPoolList(table(), lists.userImportJobs),

    /**
     * Makes a job whose id is not taken, and counts it; `full` gives the error where the pool has all that it may have.
     */
    create: (job: UserImportJob, most: number, full: () => Error): Write[] => [
      { put: put(job), when: { expression: 'attribute_not_exists(pk)', refused: () => new Conflict() } },
      incrementCount(keys.importState(job.poolId), 'ImportState', most, full),
    ],

    /** Replaces the version before it. Throws Conflict. */
    update,

    /** The same for a job that becomes the running one; `busy` gives the error where another one is running. */
    activate: (job: UserImportJob, busy: () => Error): Write[] => [
      update(job),
      {
        update: keys.importState(job.poolId),
        expression: 'SET #active = :job',
        names: { '#active': 'active' },
        values: { ':job': job.id },
        when: { expression: 'attribute_not_exists(#active) OR #active = :job', refused: busy },
      },
    ],

    /** The same for a job that is no longer running. */
    end: (job: UserImportJob): Write[] => [
      update(job),
      {
        update: keys.importState(job.poolId),
        expression: 'REMOVE #active',
        names: { '#active': 'active' },
      },
    ],

    /** Stores the refused rows of the job's next portion. To be written together with the job after that portion. */
    putRefusals: (job: UserImportJob, rows: readonly RefusedRow[], epochMs: number): Write[] => {
      const items = Array.from({ length: Math.ceil(rows.length / rowsAnItem) }, (_none, place) =>
        rows.slice(place * rowsAnItem, (place + 1) * rowsAnItem),
      );
      const row = job.position.row + job.position.done;
      const beside = { ttl: ttl(epochMs + refusalsKeptMs) };
      return items.map((refused, place) => {
        const refusals: Refusals = { rows: refused.map(storable) };
        return { put: toItem('ImportRefusals', keys.importRefusals(job.poolId, job.id, row, place), refusals, beside) };
      });
    },

    /** A page of a job's refused rows in their order, at most a hundred. */
    refusals: async ({ poolId, id }: JobName, start: Item | undefined): Promise<Page<RefusedRow>> => {
      const { items, next } = await entries(poolId, importRefusalsOf(id), 1, start, false);
      return { found: items.flatMap((item) => fromItem<Refusals>('ImportRefusals', item).rows), next };
    },

    /** Removes what a deleted pool left of its imports. False where `isLate` stopped it before everything was gone. */
    removeAll: (poolId: string, isLate: () => boolean): Promise<boolean> =>
      removePartition(table(), keys.importPartition(poolId), isLate),
  };
});
