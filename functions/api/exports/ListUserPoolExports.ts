/**
 * Lists a pool's exports, page by page, the latest first.
 * An operation of Gatehouse's own: its target is `Gatehouse.ListUserPoolExports`.
 */

import * as v from 'valibot';
import { poolExportRepository } from '#shared/data/exports/pool-export-repository.ts';
import { signed } from '#shared/operations/signed.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { toUserPoolExport, type UserPoolExportType } from '#shared/wire/pool-export.ts';
import { PaginationKey, QueryLimit, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  MaxResults: v.optional(QueryLimit),
  NextToken: v.optional(PaginationKey),
});

interface Response {
  readonly UserPoolExports: readonly UserPoolExportType[];
  readonly NextToken: string | undefined;
}

export const { definition, handler } = signed({
  name: 'ListUserPoolExports',
  request,
  throws: [],
  run: async ({ UserPoolId, MaxResults = 60, NextToken }): Promise<Response> => {
    const { pool } = await getUserPool(UserPoolId);
    const seal = await sealing().general(pool);
    const query = ['ListUserPoolExports', UserPoolId];
    const start = NextToken === undefined ? undefined : fromPageToken(seal, query, NextToken);
    const { found, next } = await poolExportRepository().list(UserPoolId, MaxResults, start);
    return { UserPoolExports: found.map(toUserPoolExport), NextToken: next && toPageToken(seal, query, next) };
  },
});
