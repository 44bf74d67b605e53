import { once } from '#shared/config/once.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { subOfRow } from '#shared/domain/imports/record-sub.ts';
import type { RefusedRow } from '#shared/domain/imports/user-import-job.ts';
import type { GroupRecordLine, UserRecordLine } from '#shared/domain/imports/user-record.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { type CognitoException, isException } from '#shared/errors/exception.ts';
import { createGroup } from '../groups/groups.ts';
import { userLoader } from './create-user-loader.ts';
import type { ImportRow } from './row-reader.ts';
import { eachUnit, type LoadedUser, toUnits, type Unit } from './row-units.ts';
import type { UserLoader } from './user-loader.ts';

/** The result of a portion of rows. */
export interface LoadedRows {
  /** How many users are in the pool now. */
  readonly imported: number;
  /** In the order of the rows. */
  readonly refused: readonly RefusedRow[];
}

// Where one row in five is refused, trying five of them together gains nothing.
const aloneAfterRefusal = 50;
const longestReason = 500;
const longestName = 128;
const tries = 8;
const firstPauseMs = 50;
const taken = 'The user already exists.';

type Loaded = ImportRow & { readonly record: UserRecordLine | GroupRecordLine };
type LoadedGroup = ImportRow & { readonly record: GroupRecordLine };

const isLoaded = (row: ImportRow): row is Loaded => 'record' in row;
const isUser = (row: Loaded): row is LoadedUser => row.record.type === 'user';
const isGroup = (row: Loaded): row is LoadedGroup => row.record.type === 'group';

const isRefusal = (error: unknown): error is CognitoException =>
  isException(error) && error.name !== 'TooManyRequestsException' && error.name !== 'InternalErrorException';

/** Gives the present pool. While rows wait for a busy store, it may change or be deleted. */
type PoolNow = () => Promise<UserPool>;

// The store is asked for more than it can do: after a while it can do more.
const patiently = <T>(poolNow: PoolNow, work: (pool: UserPool) => Promise<T>): Promise<T> =>
  retryOnConflict(async () => work(await poolNow()), {
    tries,
    isConflict: (error) => isException(error, 'TooManyRequestsException'),
    pauseMs: (attempt) => Math.random() * firstPauseMs * 2 ** attempt,
  });

const identified = (jobId: string, { row, record }: LoadedUser) => ({
  ...record,
  sub: record.sub ?? subOfRow(jobId, row),
  isSubNew: record.sub === undefined,
});

const loadGroup = async (pool: PoolNow, { row, record }: LoadedGroup): Promise<RefusedRow | undefined> => {
  const { name, description, precedence, roleArn } = record;
  try {
    await patiently(pool, (present) => createGroup(present, name, { description, precedence, roleArn }));
    return undefined;
  } catch (error) {
    if (isException(error, 'GroupExistsException')) return undefined;
    if (!isException(error, 'LimitExceededException', 'InvalidParameterException')) throw error;
    return { row, outcome: 'failed', reason: error.message.trimEnd().slice(0, longestReason) };
  }
};

/**
 * Loads rows into a pool, many at once. Loading them twice gives the same result as once. Rows that the pool does not
 * take are reported. Throws where something else went wrong, such as a store that does not answer.
 */
export const createRowLoader = (userLoader: UserLoader) => {
  const loadUser = async (pool: PoolNow, jobId: string, loaded: LoadedUser): Promise<RefusedRow | undefined> => {
    const { row, record } = loaded;
    const { username } = record;
    try {
      const outcome = await patiently(pool, (present) => userLoader.load(present, identified(jobId, loaded)));
      return outcome === 'skipped' ? { row, username, outcome, reason: taken } : undefined;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { row, username, outcome: 'failed', reason: error.message.trimEnd().slice(0, longestReason) };
    }
  };

  let alone = 0;
  const loadUnit = async (pool: PoolNow, jobId: string, { rows }: Unit): Promise<readonly RefusedRow[]> => {
    if (rows.length > 1 && alone <= 0) {
      const records = rows.map((row) => identified(jobId, row));
      if (await patiently(pool, (present) => userLoader.loadTogether(present, records))) return [];
      alone = aloneAfterRefusal;
    }
    alone -= rows.length;
    const refusals = await Promise.all(rows.map((row) => loadUser(pool, jobId, row)));
    return refusals.flatMap((refusal) => refusal ?? []);
  };

  return async (pool: PoolNow, jobId: string, rows: readonly ImportRow[]): Promise<LoadedRows> => {
    const refused: RefusedRow[] = rows.flatMap((row) =>
      isLoaded(row)
        ? []
        : [
            {
              row: row.row,
              ...(row.username !== undefined && { username: row.username.slice(0, longestName) }),
              outcome: 'failed' as const,
              reason: row.refused.slice(0, longestReason),
            },
          ],
    );
    const loaded = rows.filter(isLoaded);
    for (const row of loaded.filter(isGroup)) {
      const refusal = await loadGroup(pool, row);
      if (refusal) refused.push(refusal);
    }
    let imported = 0;
    await eachUnit(toUnits(await pool(), loaded.filter(isUser)), async (unit) => {
      const refusals = await loadUnit(pool, jobId, unit);
      refused.push(...refusals);
      imported += unit.rows.length - refusals.length;
    });
    return { imported, refused: refused.sort((a, b) => a.row - b.row) };
  };
};

export const loadRows = once(() => createRowLoader(userLoader()));

export type LoadRows = ReturnType<typeof createRowLoader>;
