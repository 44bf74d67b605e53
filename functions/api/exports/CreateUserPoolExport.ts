/**
 * Starts an export of everything in a pool: settings, app clients with their secrets, groups, and users with password
 * hashes and every factor. It is sealed for the holder of `PublicKey`, a JWK. DescribeUserPoolExport tells its progress
 * and where its parts are. An operation of Gatehouse's own: its target is `Gatehouse.CreateUserPoolExport`.
 */

import * as v from 'valibot';
import { now } from '#shared/config/clock.ts';
import { poolExportRepository } from '#shared/data/exports/pool-export-repository.ts';
import { table } from '#shared/data/table.ts';
import { newExportId, type PoolExport } from '#shared/domain/exports/pool-export.ts';
import { toRecipient } from '#shared/domain/exports/recipient.ts';
import { workers } from '#shared/gateways/workers.ts';
import { signed } from '#shared/operations/signed.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { PublicKeyType, toUserPoolExport, type UserPoolExportType } from '#shared/wire/pool-export.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType, PublicKey: PublicKeyType });

interface Response {
  readonly UserPoolExport: UserPoolExportType;
}

export const { definition, handler } = signed({
  name: 'CreateUserPoolExport',
  request,
  throws: [],
  run: async ({ UserPoolId, PublicKey }): Promise<Response> => {
    const [{ pool }, recipient] = await Promise.all([getUserPool(UserPoolId), toRecipient(PublicKey)]);
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
    await table().write([poolExportRepository().create(job)]);
    await workers().start('ExportUserPool', { userPoolId: pool.id, exportId: job.id });
    return { UserPoolExport: toUserPoolExport(job) };
  },
});
