import { randomUUID } from 'node:crypto';
import type { UserRecordLine } from '#shared/domain/imports/user-record.ts';
import { stack } from './stack.ts';

type GivenRecord = Omit<UserRecordLine, 'type'>;

const loaderFor = async (poolId: string) => {
  // The environment is read at its first use.
  Object.assign(process.env, stack().env);
  const { cachedPool } = await import('#shared/services/directory/directory.ts');
  const { userLoader } = await import('#shared/services/imports/create-user-loader.ts');
  return { loader: userLoader(), pool: (await cachedPool(poolId)).pool };
};

const identified = (record: GivenRecord) => ({ ...record, type: 'user', sub: record.sub ?? randomUUID() }) as const;

/** Puts a record into a pool, as import jobs do. */
export const loadUser = async (
  poolId: string,
  given: GivenRecord,
): Promise<{ readonly outcome: 'imported' | 'skipped'; readonly sub: string }> => {
  const { loader, pool } = await loaderFor(poolId);
  const record = identified(given);
  return { outcome: await loader.load(pool, record), sub: record.sub };
};

/** Puts records into a pool by one request, or none of them. */
export const loadTogether = async (poolId: string, records: readonly GivenRecord[]): Promise<boolean> => {
  const { loader, pool } = await loaderFor(poolId);
  return loader.loadTogether(pool, records.map(identified));
};
