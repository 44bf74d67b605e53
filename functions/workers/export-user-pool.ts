/**
 * Writes the parts of an export. CreateUserPoolExport starts it. Payload: `userPoolId` and `exportId`; without them,
 * every interrupted export. `partBytes` is the size from which on a part is stored. Near the end of its time, or after
 * `parts` parts, another call of it continues.
 */
import * as v from 'valibot';
import { longWork } from '#shared/api/long-work.ts';
import { worker } from '#shared/api/worker.ts';
import { workers } from '#shared/gateways/workers.ts';
import { poolExports } from '#shared/services/exports/pool-exports.ts';
import { ExportIdType } from '#shared/wire/pool-export.ts';
import { integer, UserPoolIdType } from '#shared/wire/shapes.ts';

// Enough for a portion of users, for a part, and for handing on.
const handOnMs = 60_000;

const payload = v.strictObject({
  userPoolId: v.optional(UserPoolIdType),
  exportId: v.optional(ExportIdType),
  partBytes: v.optional(integer({ min: 1, max: 64 * 1024 * 1024 }), 4 * 1024 * 1024),
  parts: v.optional(integer({ min: 1 })),
});

export const handler = worker({
  name: 'ExportUserPool',
  payload,
  run: longWork({
    handOnMs,
    jobs: async ({ userPoolId, exportId }: v.InferOutput<typeof payload>) =>
      userPoolId !== undefined && exportId !== undefined
        ? [{ poolId: userPoolId, id: exportId }]
        : poolExports().unfinished(),
    work: ({ poolId, id }, isLate, limits) => poolExports().write(poolId, id, { ...limits, isLate }),
    handOn: ({ poolId: userPoolId, id: exportId }, limits) =>
      workers().start('ExportUserPool', { ...limits, userPoolId, exportId }),
  }),
});
