/**
 * Writes the parts of an export, which CreateUserPoolExport has it do. Payload: `userPoolId` and `exportId`, or neither
 * for every export that was interrupted; `partBytes`, from which size on a part is put away. Near the end of its time it
 * hands on to another call of itself, or after so many parts as `parts` says.
 */
import * as v from 'valibot';
import { longWork } from '#shared/api/long-work.ts';
import { worker } from '#shared/api/worker.ts';
import { workers } from '#shared/gateways/workers.ts';
import { poolExports } from '#shared/services/exports/pool-exports.ts';
import { integer } from '#shared/wire/fields.ts';
import { ExportIdType } from '#shared/wire/pool-export.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

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
