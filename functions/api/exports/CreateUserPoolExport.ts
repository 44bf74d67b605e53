/**
 * Starts an export of everything in a pool, sealed for the holder of `PublicKey`, a JWK: settings, app clients with their
 * secrets, groups, and users with password hashes and every factor. DescribeUserPoolExport tells how it goes and where
 * its parts are. An operation of Gatehouse's own: its target is `Gatehouse.CreateUserPoolExport`.
 */
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { now } from '#shared/config/clock.ts';
import type { PoolExportRepository } from '#shared/data/exports/pool-export-repository.ts';
import type { Table } from '#shared/data/table.ts';
import { newExportId, type PoolExport } from '#shared/domain/exports/pool-export.ts';
import { toRecipient } from '#shared/domain/exports/recipient.ts';
import type { Workers } from '#shared/gateways/workers.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import { PublicKeyType, toUserPoolExport, type UserPoolExportType } from '#shared/wire/pool-export.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { poolExportRepository } from '#shared/wiring/job-stores.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { table } from '#shared/wiring/store.ts';
import { userPools } from '#shared/wiring/user-pools.ts';
import { workers } from '#shared/wiring/workers.ts';

const request = v.object({ UserPoolId: UserPoolIdType, PublicKey: PublicKeyType });

interface Deps {
  readonly poolExportRepository: PoolExportRepository;
  readonly table: Table;
  readonly userPools: UserPools;
  readonly workers: Workers;
}

interface Response {
  readonly UserPoolExport: UserPoolExportType;
}

const createUserPoolExport =
  ({ poolExportRepository, table, userPools, workers }: Deps): Run<typeof request, Response, SignedCaller> =>
  async ({ UserPoolId, PublicKey }) => {
    const [{ pool }, recipient] = await Promise.all([userPools.get(UserPoolId), toRecipient(PublicKey)]);
    const createdAt = now();
    const job: PoolExport = {
      poolId: pool.id,
      id: newExportId(createdAt),
      recipient,
      status: 'InProgress',
      createdAt,
      parts: 0,
      portions: 0,
      groups: 0,
      users: 0,
    };
    await table.write([poolExportRepository.create(job)]);
    await workers.start('ExportUserPool', { userPoolId: pool.id, exportId: job.id });
    return { UserPoolExport: toUserPoolExport(job) };
  };

export const definition = define({
  name: 'CreateUserPoolExport',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({
    poolExportRepository: poolExportRepository(),
    table: table(),
    userPools: userPools(),
    workers: workers(),
  }),
  run: createUserPoolExport,
});

export const handler = operation(definition, signed);
