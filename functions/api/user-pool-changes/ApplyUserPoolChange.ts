/**
 * Begins a change of a pool. A worker makes it in stages, while users sign in. `DescribeUserPoolChange` tells its
 * progress. Without `Change`, or with the same one again, the present change continues: after the causes of `BLOCKED`
 * were mended, or after a worker died. `ExistingUsers` is `MUST_FIT`, or `MAY_DIFFER` where users may keep values that
 * do not fit the new schema. An operation of Gatehouse's own: its target is `Gatehouse.ApplyUserPoolChange`.
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
