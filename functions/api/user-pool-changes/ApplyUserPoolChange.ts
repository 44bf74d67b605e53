/**
 * Begins a change of a pool, which a worker makes in stages while users sign in: `DescribeUserPoolChange` tells how far it
 * is. Without `Change`, or with the same again, it goes on with the one that there is: after a `BLOCKED` one was mended,
 * or a worker died. `ExistingUsers` is `MUST_FIT`, or `MAY_DIFFER` where users may keep values that the new schema would
 * not take. An operation of Gatehouse's own: its target is `Gatehouse.ApplyUserPoolChange`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { findReportedChange } from '#shared/services/user-pool-changes/change-status.ts';
import { poolChanges } from '#shared/services/user-pool-changes/pool-changes.ts';
import { toChangeAnswer, UserPoolChangeType } from '#shared/wire/pool-change.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Change: v.optional(UserPoolChangeType),
  ExistingUsers: v.optional(v.picklist(['MUST_FIT', 'MAY_DIFFER']), 'MUST_FIT'),
});

export const { definition, handler } = signed({
  name: 'ApplyUserPoolChange',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ UserPoolId, Change, ExistingUsers }) => {
    const changed = await poolChanges().apply(UserPoolId, Change, ExistingUsers === 'MUST_FIT');
    return toChangeAnswer(UserPoolId, findReportedChange(changed));
  },
});
