/**
 * Rolls back a change that is not being finished. The pool is then as before, with the users who came meanwhile. An
 * operation of Gatehouse's own: its target is `Gatehouse.RollBackUserPoolChange`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { findReportedChange } from '#shared/services/user-pool-changes/change-status.ts';
import { poolChanges } from '#shared/services/user-pool-changes/pool-changes.ts';
import { toChangeAnswer } from '#shared/wire/pool-change.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType });

export const { definition, handler } = signed({
  name: 'RollBackUserPoolChange',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ UserPoolId }) =>
    toChangeAnswer(UserPoolId, findReportedChange(await poolChanges().rollBack(UserPoolId))),
});
