/**
 * Writes the parts of an export, which CreateUserPoolExport has it do. Payload: `userPoolId` and `exportId`, or neither
 * for every export that was interrupted; `partBytes`, from which size on a part is put away. Near the end of its time it
 * hands on to another call of itself, or after so many parts as `parts` says.
 */
import * as v from 'valibot';
import { worker } from '#shared/api/worker.ts';
import type { Workers } from '#shared/gateways/workers.ts';
import type { PoolExports } from '#shared/services/exports/pool-exports.ts';
import { integer } from '#shared/wire/fields.ts';
import { ExportIdType } from '#shared/wire/pool-export.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { poolExports } from '#shared/wiring/pool-exports.ts';
import { workers } from '#shared/wiring/workers.ts';

// Enough for a portion of users, for a part, and for handing on.
const handOnMs = 60_000;

const payload = v.strictObject({
  userPoolId: v.optional(UserPoolIdType),
  exportId: v.optional(ExportIdType),
  partBytes: v.optional(integer({ min: 1, max: 64 * 1024 * 1024 }), 4 * 1024 * 1024),
  parts: v.optional(integer({ min: 1 })),
});

interface Deps {
  readonly poolExports: PoolExports;
  readonly workers: Workers;
}

const exportUserPool =
  ({ poolExports, workers }: Deps) =>
  async (
    { userPoolId, exportId, ...pace }: v.InferOutput<typeof payload>,
    { remainingMs }: { readonly remainingMs: () => number },
  ) => {
    const isLate = (): boolean => remainingMs() < handOnMs;
    const given =
      userPoolId !== undefined && exportId !== undefined ? [{ poolId: userPoolId, id: exportId }] : undefined;
    const jobs = given ?? (await poolExports.unfinished());
    for (const [turn, { poolId, id }] of jobs.entries()) {
      const isLeft = turn > 0 && isLate();
      if (isLeft || !(await poolExports.write(poolId, id, { ...pace, isLate })))
        await workers.start('ExportUserPool', { ...pace, userPoolId: poolId, exportId: id });
    }
    return {};
  };

export const handler = worker({
  name: 'ExportUserPool',
  payload,
  deps: () => ({ poolExports: poolExports(), workers: workers() }),
  run: exportUserPool,
});
