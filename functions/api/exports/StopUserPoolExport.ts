/**
 * Stops an export that is at work: no part is added from then on. One that has ended stays as it is.
 * An operation of Gatehouse's own: its target is `Gatehouse.StopUserPoolExport`.
 */
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { now } from '#shared/config/clock.ts';
import { Conflict, retryOnConflict } from '#shared/data/conflict.ts';
import type { PoolExportRepository } from '#shared/data/exports/pool-export-repository.ts';
import type { Table } from '#shared/data/table.ts';
import type { PoolExport } from '#shared/domain/exports/pool-export.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import { noExport } from '#shared/services/exports/no-export.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import { ExportIdType, toUserPoolExport, type UserPoolExportType } from '#shared/wire/pool-export.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { poolExportRepository } from '#shared/wiring/job-stores.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { table } from '#shared/wiring/store.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({ UserPoolId: UserPoolIdType, ExportId: ExportIdType });

interface Deps {
  readonly poolExportRepository: PoolExportRepository;
  readonly table: Table;
  readonly userPools: UserPools;
}

interface Response {
  readonly UserPoolExport: UserPoolExportType;
}

const advanced = (): Conflict => new Conflict('ConcurrentModificationException', 'The export went on meanwhile.');

const stopUserPoolExport =
  ({ poolExportRepository, table, userPools }: Deps): Run<typeof request, Response, SignedCaller> =>
  async ({ UserPoolId, ExportId }) => {
    await userPools.get(UserPoolId);
    const stopped = await retryOnConflict(async () => {
      const job = await poolExportRepository.find(UserPoolId, ExportId);
      if (!job) throw noExport(ExportId);
      if (job.status !== 'InProgress') return job;
      const ended: PoolExport = { ...job, status: 'Stopped', completedAt: now() };
      await table.write([poolExportRepository.end(ended, advanced)]);
      return ended;
    });
    return { UserPoolExport: toUserPoolExport(stopped) };
  };

export const definition = define({
  name: 'StopUserPoolExport',
  caller: 'signed',
  request,
  throws: ['ConcurrentModificationException'],
  deps: () => ({ poolExportRepository: poolExportRepository(), table: table(), userPools: userPools() }),
  run: stopUserPoolExport,
});

export const handler = operation(definition, signed);
