/**
 * Tells the progress of an export, and gives URLs of its parts, in order, each valid for fifteen minutes. All parts one
 * after the other are the export. Their files are kept for a week. An operation of Gatehouse's own: its target is
 * `Gatehouse.DescribeUserPoolExport`.
 */

import * as v from 'valibot';
import { poolExportRepository } from '#shared/data/exports/pool-export-repository.ts';
import type { ExportPart } from '#shared/domain/exports/pool-export.ts';
import { objects } from '#shared/gateways/objects.ts';
import { signed } from '#shared/operations/signed.ts';
import { noExport } from '#shared/services/exports/no-export.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { ExportIdType, toUserPoolExport, type UserPoolExportType } from '#shared/wire/pool-export.ts';
import { PaginationKey, QueryLimit, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ExportId: ExportIdType,
  MaxResults: v.optional(QueryLimit),
  NextToken: v.optional(PaginationKey),
});

const urlSeconds = 900;

interface Response {
  readonly UserPoolExport: UserPoolExportType;
  readonly Parts: readonly {
    readonly Number: number;
    readonly Url: string;
    readonly Bytes: number;
    /** Hex. */
    readonly Sha256: string;
  }[];
  readonly NextToken: string | undefined;
}

export const { definition, handler } = signed({
  name: 'DescribeUserPoolExport',
  request,
  throws: [],
  run: async ({ UserPoolId, ExportId, MaxResults = 60, NextToken }): Promise<Response> => {
    const { pool } = await getUserPool(UserPoolId);
    const seal = await sealing().general(pool);
    const query = ['DescribeUserPoolExport', ExportId];
    const start = NextToken === undefined ? undefined : fromPageToken(seal, query, NextToken);
    // The parts are read first. Parts that are added before the export is read are in its count, and on the next page.
    const { found, next } = await poolExportRepository().parts(UserPoolId, ExportId, MaxResults, start);
    const job = await poolExportRepository().find(UserPoolId, ExportId);
    if (!job) throw noExport(ExportId);
    const toPart = async ({ number, key, bytes, sha256 }: ExportPart) => ({
      Number: number,
      Url: await objects().presignGet(key, urlSeconds),
      Bytes: bytes,
      Sha256: sha256,
    });
    return {
      UserPoolExport: toUserPoolExport(job),
      Parts: await Promise.all(found.map(toPart)),
      NextToken: next && toPageToken(seal, query, next),
    };
  },
});
