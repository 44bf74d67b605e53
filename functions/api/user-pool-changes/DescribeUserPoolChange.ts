/**
 * Tells the progress of a pool's last change in `Change`, and in `Obstacles`, in pages of `Limit` (60 at most), the
 * users who stand in its way. A pool that never changed has no `Change`. An operation of Gatehouse's own: its target is
 * `Gatehouse.DescribeUserPoolChange`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { reportChange } from '#shared/services/user-pool-changes/change-report.ts';
import { findReportedChange } from '#shared/services/user-pool-changes/change-status.ts';
import { toChangeAnswer, toObstacle } from '#shared/wire/pool-change.ts';
import { integer, text, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Limit: v.optional(integer({ min: 1, max: 60 }), 60),
  NextToken: v.optional(text({ min: 1, max: 131_072 })),
});

export const { definition, handler } = signed({
  name: 'DescribeUserPoolChange',
  request,
  throws: [],
  run: async ({ UserPoolId, Limit, NextToken }) => {
    const report = await reportChange(UserPoolId, Limit, NextToken);
    return {
      ...toChangeAnswer(UserPoolId, findReportedChange(report)),
      Obstacles: report.users.map(toObstacle),
      NextToken: report.token,
    };
  },
});
