/**
 * Tells what a change of a pool would be to its users, and changes nothing: `Before` and `After` of what would be
 * another, and `Obstacles`, the users who have a name in common with others then, or do not fit the schema. A call looks
 * at five hundred users; `NextToken` has the next ones looked at, and the counts go on. An operation of Gatehouse's own:
 * its target is `Gatehouse.PlanUserPoolChange`.
 */
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import type { Sealing } from '#shared/services/sealing/sealing.ts';
import { type PlanChange, toPlanProgress } from '#shared/services/user-pool-changes/change-plan.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import { text } from '#shared/wire/fields.ts';
import { toDifference, toObstacle, UserPoolChangeType } from '#shared/wire/pool-change.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { planChange } from '#shared/wiring/pool-changes.ts';
import { sealing } from '#shared/wiring/sealing.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Change: UserPoolChangeType,
  NextToken: v.optional(text({ min: 1, max: 131_072 })),
});

interface Deps {
  readonly planChange: PlanChange;
  readonly sealing: Sealing;
  readonly userPools: UserPools;
}

const usersAtOnce = 500;

const planUserPoolChange =
  ({ planChange, sealing, userPools }: Deps): Run<typeof request, object, SignedCaller> =>
  async ({ UserPoolId, Change, NextToken }) => {
    const { pool } = await userPools.get(UserPoolId);
    const seal = await sealing.general(pool);
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
  };

export const definition = define({
  name: 'PlanUserPoolChange',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ planChange: planChange(), sealing: sealing(), userPools: userPools() }),
  run: planUserPoolChange,
});

export const handler = operation(definition, signed);
