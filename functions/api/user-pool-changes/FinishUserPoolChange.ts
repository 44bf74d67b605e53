/**
 * Ends a change that is `SWITCHED`: a worker takes away what users have in the former form of the pool alone, and there is
 * no way back. An operation of Gatehouse's own: its target is
 * `Gatehouse.FinishUserPoolChange`.
 */
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import { findReportedChange } from '#shared/services/user-pool-changes/change-status.ts';
import type { PoolChanges } from '#shared/services/user-pool-changes/pool-changes.ts';
import { toChangeAnswer } from '#shared/wire/pool-change.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { poolChanges } from '#shared/wiring/pool-changes.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({ UserPoolId: UserPoolIdType });

interface Deps {
  readonly poolChanges: PoolChanges;
}

const finishUserPoolChange =
  ({ poolChanges }: Deps): Run<typeof request, object, SignedCaller> =>
  async ({ UserPoolId }) =>
    toChangeAnswer(UserPoolId, findReportedChange(await poolChanges.finish(UserPoolId)));

export const definition = define({
  name: 'FinishUserPoolChange',
  caller: 'signed',
  request,
  throws: ['ConcurrentModificationException'],
  deps: () => ({ poolChanges: poolChanges() }),
  run: finishUserPoolChange,
});

export const handler = operation(definition, signed);
