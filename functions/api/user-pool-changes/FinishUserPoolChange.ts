/**
 * Finishes a change that is `SWITCHED`. A worker removes what users have only in the former form of the pool, and there
 * is no way back. An operation of Gatehouse's own: its target is `Gatehouse.FinishUserPoolChange`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { findReportedChange } from '#shared/services/user-pool-changes/change-status.ts';
import { poolChanges } from '#shared/services/user-pool-changes/pool-changes.ts';
import { toChangeAnswer } from '#shared/wire/pool-change.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType });

export const { definition, handler } = signed({
  name: 'FinishUserPoolChange',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ UserPoolId }) => toChangeAnswer(UserPoolId, findReportedChange(await poolChanges().finish(UserPoolId))),
});
