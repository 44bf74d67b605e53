/**
 * Begins a change of a pool, which a worker makes in stages while users sign in: `DescribeUserPoolChange` tells how far it
 * is. Without `Change`, or with the same again, it goes on with the one that there is: after a `BLOCKED` one was mended,
 * or a worker died. `ExistingUsers` is `MUST_FIT`, or `MAY_DIFFER` where users may keep values that the new schema would
 * not take. An operation of Gatehouse's own: its target is `Gatehouse.ApplyUserPoolChange`.
 */
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import { findReportedChange } from '#shared/services/user-pool-changes/change-status.ts';
import type { PoolChanges } from '#shared/services/user-pool-changes/pool-changes.ts';
import { toChangeAnswer, UserPoolChangeType } from '#shared/wire/pool-change.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { poolChanges } from '#shared/wiring/pool-changes.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Change: v.optional(UserPoolChangeType),
  ExistingUsers: v.optional(v.picklist(['MUST_FIT', 'MAY_DIFFER']), 'MUST_FIT'),
});

interface Deps {
  readonly poolChanges: PoolChanges;
}

const applyUserPoolChange =
  ({ poolChanges }: Deps): Run<typeof request, object, SignedCaller> =>
  async ({ UserPoolId, Change, ExistingUsers }) => {
    const changed = await poolChanges.apply(UserPoolId, Change, ExistingUsers === 'MUST_FIT');
    return toChangeAnswer(UserPoolId, findReportedChange(changed));
  };

export const definition = define({
  name: 'ApplyUserPoolChange',
  caller: 'signed',
  request,
  throws: ['ConcurrentModificationException'],
  deps: () => ({ poolChanges: poolChanges() }),
  run: applyUserPoolChange,
});

export const handler = operation(definition, signed);
