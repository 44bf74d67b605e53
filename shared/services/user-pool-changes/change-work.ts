import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { manyAtOnce } from '#shared/data/many-at-once.ts';
import {
  ChangeMoved,
  type ChangeWalk,
  type PoolChangeRecord,
  poolChangeRepository,
} from '#shared/data/pools/pool-change-repository.ts';
import { table } from '#shared/data/table.ts';
import { effectsOf, touchesUsers } from '#shared/domain/user-pools/change-effects.ts';
import { type ChangingUserPool, swapped } from '#shared/domain/user-pools/pool-change.ts';
import type { ChangeStage } from '#shared/domain/user-pools/user-pool.ts';
import { awaitLateWrites } from '../late-writes/late-writes.ts';
import { type WalkedUser, walkUsers } from '../users/user-walk.ts';
import { cleanUser, copyUser } from './change-user.ts';
import { settleClients } from './client-names.ts';
import { type ChangingPool, transitions } from './transitions.ts';

/** Takes changes of pools to their goal. After an interruption, the next call continues. */
export interface ChangeWork {
  /** Ids of pools with an unfinished change. */
  readonly unfinished: () => Promise<readonly string[]>;
  /** False where `isLate` stopped it while there was something to do. */
  readonly goOn: (poolId: string, isLate: () => boolean) => Promise<boolean>;
}

type Progress = 'moved' | 'late' | 'rests';

// Whoever goes through such a list mends it before it gets longer.
const mostObstructed = 10_000;

interface Deps {
  /** How long functions may work with the old pool. */
  readonly settlesMs: number;
}

const newWalk = (stage: ChangeStage): ChangeWalk => ({
  id: randomUUID(),
  stage,
  examined: 0,
  changed: 0,
  obstructed: 0,
  isDone: false,
});

/** There are too many obstacles to look for more, or the pool's goal has changed. */
class WalkOver extends Error {
  override readonly name = 'WalkOver';
}

const at = (pool: ChangingUserPool, stage: ChangeStage): ChangingUserPool => ({
  ...pool,
  change: { ...pool.change, stage, since: now() },
});

/** True where copying has ended, and found obstacles. */
export const isBlocked = ({ walk }: PoolChangeRecord): boolean =>
  walk?.stage === 'copying' && walk.isDone && walk.obstructed > 0;

export const createChangeWork = ({ settlesMs }: Deps): ChangeWork => {
  const touches = ({ pool }: ChangingPool): boolean => touchesUsers(effectsOf(pool, pool.change));

  /** Waits until every function knows of the stage. False where the pool may have another goal by then. */
  const isSettled = async (changing: ChangingPool): Promise<boolean> =>
    !touches(changing) || !(await awaitLateWrites(changing.pool.change.since, settlesMs));

  const workOn = async (pool: ChangingUserPool, walkId: string, users: readonly WalkedUser[]) => {
    const isCopy = pool.change.stage === 'copying';
    let changed = 0;
    let obstructed = 0;
    await manyAtOnce(users, async (walked) => {
      const outcome = isCopy ? await copyUser(pool, walked) : await cleanUser(pool, walked);
      if (outcome.changed) changed += 1;
      if (outcome.obstacles.length === 0) return;
      obstructed += 1;
      const found = { username: walked.user.username, obstacles: outcome.obstacles };
      await table().write([poolChangeRepository().putObstacles(pool.id, walkId, walked.userKey, found, now())]);
    });
    return { changed, obstructed };
  };

  /** 'moved' at the end of the walk. */
  const walk = async (changing: ChangingPool, isLate: () => boolean): Promise<Progress> => {
    const { pool } = changing;
    let { record } = changing;
    let own = record.walk?.stage === pool.change.stage ? record.walk : newWalk(pool.change.stage);
    if (own.isDone) return 'moved';
    const done = await walkUsers({
      pool,
      start: own.position,
      isLate,
      work: async (users) => {
        // Other settings of the pool may have changed meanwhile, and every write of users has to follow them. What is hidden
        // stays the same until the next stage: see `inBothForms`.
        const present = users.length > 0 ? await transitions().present(changing) : pool;
        if (!present) throw new WalkOver();
        const { changed, obstructed } = await workOn(present, own.id, users);
        own = {
          ...own,
          examined: own.examined + users.length,
          changed: own.changed + changed,
          obstructed: own.obstructed + obstructed,
        };
      },
      save: async (position) => {
        own = { ...own, position, isDone: position === undefined || own.obstructed >= mostObstructed };
        record = await transitions().save({ ...record, walk: own });
        if (own.isDone && position !== undefined) throw new WalkOver();
      },
    }).catch((error: unknown) => {
      if (error instanceof WalkOver) return true;
      throw error;
    });
    return done ? 'moved' : 'late';
  };

  const clean = async (changing: ChangingPool, isLate: () => boolean): Promise<Progress> => {
    const { pool } = changing;
    const hasNewNames = effectsOf(pool, pool.change).values;
    if (hasNewNames) await settleClients(pool);
    if (!(await isSettled(changing))) return 'moved';
    if (touches(changing) && (await walk(changing, isLate)) === 'late') return 'late';
    await transitions().end(changing, pool.change.goal);
    return 'moved';
  };

  const copy = async (changing: ChangingPool, isLate: () => boolean): Promise<Progress> => {
    if (!(await isSettled(changing))) return 'moved';
    if (isBlocked(changing.record)) return 'rests';
    if ((await walk(changing, isLate)) === 'late') return 'late';
    const walked = await transitions().find(changing.pool.id);
    if (!walked || isBlocked(walked.record)) return 'rests';
    if (!walked.record.walk?.isDone) return 'moved';
    await transitions().move(changing, (pool) => at(swapped(pool), 'switched'));
    return 'moved';
  };

  const step = async (changing: ChangingPool, isLate: () => boolean): Promise<Progress> => {
    const { stage, goal } = changing.pool.change;
    const moveTo = async (next: ChangeStage): Promise<Progress> => {
      await transitions().move(changing, (pool) => at(pool, next));
      return 'moved';
    };
    switch (stage) {
      case 'preparing':
        // Nothing is in the other form yet.
        if (goal === 'rollBack') {
          await transitions().end(changing, goal);
          return 'moved';
        }
        return (await isSettled(changing)) ? moveTo('copying') : 'moved';
      case 'copying':
        return goal === 'rollBack' ? moveTo('cleaning') : copy(changing, isLate);
      case 'switched':
        if (goal === 'switch') return 'rests';
        if (goal === 'finish') return (await isSettled(changing)) ? moveTo('cleaning') : 'moved';
        await transitions().move(changing, (pool) => at(swapped(pool), 'returning'));
        return 'moved';
      case 'returning':
        return (await isSettled(changing)) ? moveTo('cleaning') : 'moved';
      case 'cleaning':
        return clean(changing, isLate);
    }
  };

  return {
    unfinished: poolChangeRepository().poolIds,

    goOn: async (poolId, isLate) => {
      for (;;) {
        const changing = await transitions().find(poolId);
        if (!changing) return true;
        const progress = await step(changing, isLate).catch((error: unknown): Progress => {
          // Another worker saved its progress: both continue from there.
          if (error instanceof ChangeMoved) return 'moved';
          throw error;
        });
        if (progress === 'rests') return true;
        if (progress === 'late' || isLate()) return false;
      }
    },
  };
};

export const changeWork = once(() => createChangeWork({ settlesMs: environment().poolSettlesMs }));
