import { now } from '#shared/config/clock.ts';
import { once } from '#shared/config/once.ts';
import { type JobName, userImportJobRepository } from '#shared/data/imports/user-import-job-repository.ts';
import { type Table, table } from '#shared/data/table.ts';
import { Conflict, type Write } from '#shared/data/write.ts';
import {
  importMessages,
  isActive,
  isStalled,
  reasonAgainstFile,
  type UserImportJob,
  uploadKey,
} from '#shared/domain/imports/user-import-job.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isException } from '#shared/errors/exception.ts';
import { objects } from '#shared/gateways/objects.ts';
import { ServiceRefusal } from '#shared/gateways/service-refusal.ts';
import { logger } from '#shared/observability/powertools.ts';
import { cachedPool } from '../directory/directory.ts';
import { csvRowReaderFor } from './csv-row-reader.ts';
import { recordRowReaderFor } from './record-row-reader.ts';
import { type LoadRows, loadRows } from './row-loader.ts';
import { type ImportRow, UnreadableFile } from './row-reader.ts';

/** How much work one call does. */
interface ImportLimits {
  /** The number of rows after which the job's progress is stored. */
  readonly portionRows: number;
  /** How many portions are done; all by default. */
  readonly portions?: number | undefined;
  readonly isLate: () => boolean;
}

/** Imports users. After an interruption, the next call continues where the last one stopped. */
export interface UserImportRun {
  /** The jobs that are not finished. */
  readonly unfinished: () => Promise<readonly JobName[]>;
  /** False where there was not enough time for all of it. */
  readonly run: (name: JobName, limits: ImportLimits) => Promise<boolean>;
}

interface Deps {
  readonly loadRows: LoadRows;
  readonly table: Pick<Table, 'write'>;
}

/** The job was ended, perhaps with its pool, or another run of the worker is ahead. */
class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

async function* inPortions(
  rows: AsyncIterable<ImportRow>,
  { portionRows, isLate }: ImportLimits,
): AsyncGenerator<readonly ImportRow[]> {
  let portion: ImportRow[] = [];
  try {
    for await (const row of rows) {
      portion.push(row);
      // Reading rows may take long, too.
      if (portion.length === portionRows || isLate()) {
        yield portion;
        portion = [];
      }
    }
  } catch (error) {
    // Rows before the place where the file becomes unreadable are good.
    if (error instanceof UnreadableFile && portion.length > 0) yield portion;
    throw error;
  }
  if (portion.length > 0) yield portion;
}

const isSamePlace = (a: UserImportJob, b: UserImportJob): boolean =>
  a.position.row === b.position.row && a.position.done === b.position.done;

// The file may also be gone because another run of the worker has ended the job. Then what this run writes about it is
// refused.
const unreadable = (error: unknown): string | undefined => {
  if (error instanceof UnreadableFile) return error.message;
  const isGone = error instanceof ServiceRefusal && (error.status === 412 || error.status === 404);
  return isGone ? importMessages.replaced : undefined;
};

type End = 'Succeeded' | 'Stopped' | 'Failed';

export const createUserImportRun = ({ loadRows, table }: Deps): UserImportRun => {
  const end = async (
    job: UserImportJob,
    status: End,
    message: string,
    refusals: readonly Write[] = [],
  ): Promise<void> => {
    // Nothing that is still to be read needs the key.
    const { key: _key, ...rest } = job;
    const ended = { ...rest, status, message, completedAt: now(), touchedAt: now() };
    await table.write([...userImportJobRepository().end(ended), ...refusals]);
    await objects().remove(uploadKey(job));
    const { poolId, id, imported, skipped, failed } = job;
    logger.info('import ended', { userPoolId: poolId, jobId: id, status, imported, skipped, failed });
  };

  // The request to stop changed the job meanwhile, but what the portion did still counts.
  const stopAt = async (
    job: UserImportJob,
    change: Partial<UserImportJob> = {},
    refusals: readonly Write[] = [],
  ): Promise<void> => {
    const current = await userImportJobRepository().find(job.poolId, job.id);
    if (current?.status !== 'Stopping' || !isSamePlace(current, job)) throw new Overtaken();
    await end({ ...current, ...change }, 'Stopped', importMessages.stopped, refusals);
  };

  /** The job after the change; undefined where that ended it. */
  const advance = async (
    job: UserImportJob,
    change: Partial<UserImportJob>,
    refusals: readonly Write[] = [],
  ): Promise<UserImportJob | undefined> => {
    const advanced = { ...job, ...change, touchedAt: now() };
    try {
      await table.write([userImportJobRepository().update(advanced), ...refusals]);
      return { ...advanced, version: job.version + 1 };
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      await stopAt(job, change, refusals);
      return undefined;
    }
  };

  const finish = async (job: UserImportJob, status: End, message: string): Promise<void> => {
    try {
      await end(job, status, message);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      await stopAt(job);
    }
  };

  const begin = async (job: UserImportJob): Promise<UserImportJob | undefined> => {
    if (job.fileVersion !== undefined) return job;
    if (job.status === 'Stopping') return void (await finish(job, 'Stopped', importMessages.stopped));
    const file = await objects().read(uploadKey(job), 0);
    const reason = file ? reasonAgainstFile(job, file.size) : importMessages.notUploaded;
    if (!file || reason !== undefined) return void (await finish(job, 'Failed', reason ?? importMessages.notUploaded));
    return advance(job, { status: 'InProgress', fileVersion: file.version });
  };

  const read = (job: UserImportJob) => async (fromByte: number) => {
    const file = await objects().read(uploadKey(job), fromByte);
    if (file?.version !== job.fileVersion || !file) throw new UnreadableFile(importMessages.replaced);
    return file.body;
  };

  // Read again, from the cache, every few rows, so that changed settings soon take effect.
  const poolOf = async ({ poolId }: JobName): Promise<UserPool> => {
    try {
      return (await cachedPool(poolId)).pool;
    } catch (error) {
      throw isException(error, 'ResourceNotFoundException') ? new Overtaken() : error;
    }
  };

  const doPortion = async (job: UserImportJob, rows: readonly ImportRow[]): Promise<UserImportJob | undefined> => {
    const { imported, refused } = await loadRows(() => poolOf(job), job.id, rows);
    const skipped = refused.filter(({ outcome }) => outcome === 'skipped').length;
    const last = rows.at(-1);
    const change = {
      ...(last && { position: last.next }),
      imported: job.imported + imported,
      skipped: job.skipped + skipped,
      failed: job.failed + refused.length - skipped,
    };
    const next = await advance(job, change, userImportJobRepository().putRefusals(job, refused, now()));
    for (const { row, outcome, reason } of refused) {
      logger.info('row not imported', { userPoolId: job.poolId, jobId: job.id, row, outcome, reason });
    }
    return next;
  };

  const work = async (begun: UserImportJob, limits: ImportLimits): Promise<boolean> => {
    const { portions = Infinity, isLate } = limits;
    let job = begun;
    let done = 0;
    try {
      const reader = await {
        csv: csvRowReaderFor,
        records: recordRowReaderFor,
      }[job.format](await poolOf(job), job);
      for await (const rows of inPortions(reader(read(job), job.position), limits)) {
        const next = await doPortion(job, rows);
        if (!next) return true;
        job = next;
        if (job.status === 'Stopping') break;
        done++;
        // Asked after work, not before: however little time there is, every call makes progress.
        if (done >= portions || isLate()) return false;
      }
    } catch (error) {
      const reason = unreadable(error);
      if (reason !== undefined) await finish(job, 'Failed', reason);
      // Even where rows keep failing, an administrator can stop the job.
      else if (begun.status === 'Stopping' && isStalled(begun, now())) {
        await finish(job, 'Stopped', importMessages.stopped);
      } else throw error;
      return true;
    }
    if (job.status === 'Stopping') await finish(job, 'Stopped', importMessages.stopped);
    else await finish(job, 'Succeeded', importMessages.succeeded);
    return true;
  };

  return {
    unfinished: userImportJobRepository().active,

    run: async ({ poolId, id }, limits) => {
      const found = await userImportJobRepository().find(poolId, id);
      if (!found || !isActive(found)) return true;
      try {
        const job = await begin(found);
        return !job || (await work(job, limits));
      } catch (error) {
        if (error instanceof Overtaken) return true;
        throw error;
      }
    },
  };
};

export const userImportRun = once(() => createUserImportRun({ loadRows: loadRows(), table: table() }));
