/**
 * Lists a pool's exports, page by page, the latest first.
 * An operation of Gatehouse's own: its target is `Gatehouse.ListUserPoolExports`.
 */
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { PoolExportRepository } from '#shared/data/exports/pool-export-repository.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import type { Sealing } from '#shared/services/sealing/sealing.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import { toUserPoolExport, type UserPoolExportType } from '#shared/wire/pool-export.ts';
import { PaginationKey, QueryLimit, UserPoolIdType } from '#shared/wire/shapes.ts';
import { poolExportRepository } from '#shared/wiring/job-stores.ts';
import { sealing } from '#shared/wiring/sealing.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  MaxResults: v.optional(QueryLimit),
  NextToken: v.optional(PaginationKey),
});

interface Deps {
  readonly poolExportRepository: PoolExportRepository;
  readonly sealing: Sealing;
  readonly userPools: UserPools;
}

interface Response {
  readonly UserPoolExports: readonly UserPoolExportType[];
  readonly NextToken: string | undefined;
}

const listUserPoolExports =
  ({ poolExportRepository, sealing, userPools }: Deps): Run<typeof request, Response, SignedCaller> =>
  async ({ UserPoolId, MaxResults = 60, NextToken }) => {
    const { pool } = await userPools.get(UserPoolId);
    const seal = await sealing.general(pool);
    const query = ['ListUserPoolExports', UserPoolId];
    const start = NextToken === undefined ? undefined : fromPageToken(seal, query, NextToken);
    const { found, next } = await poolExportRepository.list(UserPoolId, MaxResults, start);
    return { UserPoolExports: found.map(toUserPoolExport), NextToken: next && toPageToken(seal, query, next) };
  };

export const definition = define({
  name: 'ListUserPoolExports',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ poolExportRepository: poolExportRepository(), sealing: sealing(), userPools: userPools() }),
  run: listUserPoolExports,
});

export const handler = operation(definition, signed);
