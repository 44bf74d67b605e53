/**
 * Tells what a change of a pool would mean to its users, without changing anything. `Before` and `After` have what
 * would differ. `Obstacles` are the users who would share a name with others, or would not fit the schema. A call
 * checks five hundred users. `NextToken` leads to the next ones, and the counts continue. An operation of Gatehouse's
 * own: its target is `Gatehouse.PlanUserPoolChange`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { planChange, toPlanProgress } from '#shared/services/user-pool-changes/change-plan.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { toDifference, toObstacle, UserPoolChangeType } from '#shared/wire/pool-change.ts';
import { text, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Change: UserPoolChangeType,
  NextToken: v.optional(text({ min: 1, max: 131_072 })),
});

const usersAtOnce = 500;

export const { definition, handler } = signed({
  name: 'PlanUserPoolChange',
  request,
  throws: [],
  run: async ({ UserPoolId, Change, NextToken }) => {
    const { pool } = await getUserPool(UserPoolId);
    const seal = await sealing().general(pool);
    const query = ['PlanUserPoolChange', Change];
    const before = NextToken === undefined ? undefined : toPlanProgress(fromPageToken(seal, query, NextToken));
    const { next, users, progress, isWhole } = await planChange(pool, Change, before, usersAtOnce);
    return {
      UserPoolId,
      Before: toDifference(pool, next),
      After: toDifference(next, pool),
      UsersExamined: progress.examined,
      UsersToChange: progress.toChange,
      UsersObstructed: progress.obstructed,
      Obstacles: users.map(toObstacle),
      ...(!isWhole && { NextToken: toPageToken(seal, query, { ...progress }) }),
    };
  },
});
