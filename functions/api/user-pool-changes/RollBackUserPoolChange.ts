/**
 * Takes a change back that is not being finished: the pool is as it was, with the users who came meanwhile. An operation
 * of Gatehouse's own: its target is
 * `Gatehouse.RollBackUserPoolChange`.
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

const rollBackUserPoolChange =
  ({ poolChanges }: Deps): Run<typeof request, object, SignedCaller> =>
  async ({ UserPoolId }) =>
    toChangeAnswer(UserPoolId, findReportedChange(await poolChanges.rollBack(UserPoolId)));

export const definition = define({
  name: 'RollBackUserPoolChange',
  caller: 'signed',
  request,
  throws: ['ConcurrentModificationException'],
  deps: () => ({ poolChanges: poolChanges() }),
  run: rollBackUserPoolChange,
});

export const handler = operation(definition, signed);
