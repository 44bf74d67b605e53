import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { now } from '#shared/config/clock.ts';
import { manyAtOnce } from '#shared/data/many-at-once.ts';
import { NamePlanned, type ObstructedUser, poolChangeRepository } from '#shared/data/pools/pool-change-repository.ts';
import type { ShardCursor } from '#shared/data/shard-cursor.ts';
import { table } from '#shared/data/table.ts';
import { type AskedChange, toNextForm } from '#shared/domain/user-pools/asked-change.ts';
import { type ChangeEffects, effectsOf, touchesUsers } from '#shared/domain/user-pools/change-effects.ts';
import { type ChangingUserPool, hiddenNames, inForm, swapped } from '#shared/domain/user-pools/pool-change.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import {
  conflictingKinds,
  currentNames,
  namesInBothForms,
  type OwnName,
  withoutNames,
} from '#shared/domain/users/names.ts';
import { misfitsOf, type Obstacle } from '#shared/domain/users/obstacles.ts';
import { toStored } from '#shared/domain/users/stored-user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { type WalkedUser, walkUsers } from '../users/user-walk.ts';
import { findNameHolder, toObstacle } from './name-holders.ts';

/** How far a plan is, with the sums of what it found. */
export interface PlanProgress {
  readonly planId: string;
  readonly position: ShardCursor | undefined;
  readonly examined: number;
  readonly toChange: number;
  readonly obstructed: number;
}

export interface PlanPage {
  /** The pool after the change. */
  readonly next: UserPool;
  /** The users of this page who have obstacles. */
  readonly users: readonly ObstructedUser[];
  readonly progress: PlanProgress;
  /** False where some users have not been checked yet. */
  readonly isWhole: boolean;
}

// The pool as it would be during the change: users are checked in the form in which they would be written then.
const pretended = (pool: UserPool, asked: AskedChange, planId: string): ChangingUserPool => {
  if (pool.change) {
    throw new CognitoException('InvalidParameterException', 'A change of the user pool is not finished.');
  }
  const next = toNextForm(pool, asked);
  return { ...pool, change: { id: planId, stage: 'copying', since: now(), goal: 'switch', allMustFit: true, ...next } };
};

const findPlanned = async (pool: ChangingUserPool, name: OwnName, userKey: string) => {
  const plan = { poolId: pool.id, id: pool.change.id };
  const planned = { ...name, rivals: conflictingKinds(pool, name) };
  try {
    await table().write(poolChangeRepository().planName(plan, planned, userKey, now()));
    return undefined;
  } catch (error) {
    if (!(error instanceof NamePlanned)) throw error;
    return poolChangeRepository().findPlanned(plan, planned, userKey);
  }
};

const collisionOf = async (pool: ChangingUserPool, name: OwnName, userKey: string): Promise<readonly Obstacle[]> => {
  const planned = await findPlanned(pool, name, userKey);
  const holder = planned ?? (await findNameHolder(pool, name, userKey));
  return holder === undefined ? [] : [await toObstacle(pool, name, holder)];
};

const look = async (pool: ChangingUserPool, effects: ChangeEffects, { user, userKey }: WalkedUser) => {
  const held = currentNames(pool, user, userKey);
  const gained = withoutNames(namesInBothForms(pool, user, userKey), held);
  const stored = toStored(pool, user);
  const leaving = hiddenNames(swapped(pool));
  const collisions = await Promise.all(gained.map((name) => collisionOf(pool, name, userKey)));
  const obstacles = [...misfitsOf(effects.checked, stored), ...collisions.flat()];
  const isOther = Object.keys(user.attributes).some((name) => leaving.has(name));
  return { user: { username: user.username, obstacles }, isChanged: gained.length > 0 || isOther };
};

/**
 * Checks some of the pool's users for obstacles to a change, without changing anything. Names that users would have are
 * kept for a day, so that a later page sees them. Throws InvalidParameterException for a form that no pool can have,
 * and while there is another change.
 */
export const planChange = async (
  pool: UserPool,
  asked: AskedChange,
  before: PlanProgress | undefined,
  mostUsers: number,
): Promise<PlanPage> => {
  const planId = before?.planId ?? randomUUID();
  const changing = pretended(pool, asked, planId);
  const effects = effectsOf(pool, changing.change);
  const next = inForm(pool, changing.change.other);
  const users: ObstructedUser[] = [];
  let progress: PlanProgress = before ?? { planId, position: undefined, examined: 0, toChange: 0, obstructed: 0 };
  if (!touchesUsers(effects) && effects.checked.length === 0) {
    return { next, users, progress, isWhole: true };
  }
  const from = progress.examined;
  const isWhole = await walkUsers({
    pool,
    start: progress.position,
    isLate: () => progress.examined - from >= mostUsers,
    work: async (walked) => {
      const looked = await manyAtOnce(walked, (one) => look(changing, effects, one));
      const obstructed = looked.filter(({ user }) => user.obstacles.length > 0);
      users.push(...obstructed.map(({ user }) => user));
      progress = {
        ...progress,
        examined: progress.examined + looked.length,
        toChange: progress.toChange + looked.filter(({ isChanged }) => isChanged).length,
        obstructed: progress.obstructed + obstructed.length,
      };
    },
    save: async (position) => {
      progress = { ...progress, position };
    },
  });
  return { next, users, progress, isWhole };
};

const Progress = v.object({
  planId: v.string(),
  position: v.optional(v.object({ shard: v.number(), key: v.optional(v.record(v.string(), v.unknown())) })),
  examined: v.number(),
  toChange: v.number(),
  obstructed: v.number(),
});

/** The progress of a plan in a page token's content. */
export const toPlanProgress = (held: unknown): PlanProgress => {
  const { position, ...counts } = v.parse(Progress, held);
  return { ...counts, position: position && { shard: position.shard, key: position.key } };
};
