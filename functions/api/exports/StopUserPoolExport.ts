/**
 * Stops an unfinished export: from then on, no part is added. An export that has ended stays as it is. An operation of
 * Gatehouse's own: its target is `Gatehouse.StopUserPoolExport`.
 */

import * as v from 'valibot';
import { now } from '#shared/config/clock.ts';
import { poolExportRepository } from '#shared/data/exports/pool-export-repository.ts';
import { table } from '#shared/data/table.ts';
import { Conflict, retryOnConflict } from '#shared/data/write.ts';
import type { PoolExport } from '#shared/domain/exports/pool-export.ts';
import { signed } from '#shared/operations/signed.ts';
import { noExport } from '#shared/services/exports/no-export.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { ExportIdType, toUserPoolExport, type UserPoolExportType } from '#shared/wire/pool-export.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType, ExportId: ExportIdType });

interface Response {
  readonly UserPoolExport: UserPoolExportType;
}

const advanced = (): Conflict => new Conflict('ConcurrentModificationException', 'The export went on meanwhile.');

export const { definition, handler } = signed({
  name: 'StopUserPoolExport',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ UserPoolId, ExportId }): Promise<Response> => {
    await getUserPool(UserPoolId);
    const stopped = await retryOnConflict(async () => {
      const job = await poolExportRepository().find(UserPoolId, ExportId);
      if (!job) throw noExport(ExportId);
      if (job.status !== 'InProgress') return job;
      const ended: PoolExport = { ...job, status: 'Stopped', completedAt: now() };
      await table().write([poolExportRepository().end(ended, advanced)]);
      return ended;
    });
    return { UserPoolExport: toUserPoolExport(stopped) };
  },
});
