/**
 * Tells how far the last change of a pool is, `Change`, and in pages of `Limit` (60 at most) the users who stand in its
 * way, `Obstacles`. A pool that never changed has no `Change`. An operation of Gatehouse's own: its target is
 * `Gatehouse.DescribeUserPoolChange`.
 */
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { ReportChange } from '#shared/services/user-pool-changes/change-report.ts';
import { findReportedChange } from '#shared/services/user-pool-changes/change-status.ts';
import { integer, text } from '#shared/wire/fields.ts';
import { toChangeAnswer, toObstacle } from '#shared/wire/pool-change.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { reportChange } from '#shared/wiring/pool-changes.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Limit: v.optional(integer({ min: 1, max: 60 }), 60),
  NextToken: v.optional(text({ min: 1, max: 131_072 })),
});

interface Deps {
  readonly reportChange: ReportChange;
}

const describeUserPoolChange =
  ({ reportChange }: Deps): Run<typeof request, object, SignedCaller> =>
  async ({ UserPoolId, Limit, NextToken }) => {
    const report = await reportChange(UserPoolId, Limit, NextToken);
    return {
      ...toChangeAnswer(UserPoolId, findReportedChange(report)),
      Obstacles: report.users.map(toObstacle),
      NextToken: report.token,
    };
  };

export const definition = define({
  name: 'DescribeUserPoolChange',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ reportChange: reportChange() }),
  run: describeUserPoolChange,
});

export const handler = operation(definition, signed);
