import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { now } from '#shared/config/clock.ts';
import { once } from '#shared/config/once.ts';
import { ChangeMoved, type PoolChangeRecord, poolChangeRepository } from '#shared/data/pools/pool-change-repository.ts';
import { poolRepository } from '#shared/data/pools/pool-repository.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { type AskedChange, toNextForm } from '#shared/domain/user-pools/asked-change.ts';
import { effectsOf, touchesUsers } from '#shared/domain/user-pools/change-effects.ts';
import { assertFirstFactors, assertSecondFactors } from '#shared/domain/user-pools/factors.ts';
import { type ChangingUserPool, inForm, swapped } from '#shared/domain/user-pools/pool-change.ts';
import type { PoolChange, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { type Workers, workers } from '#shared/gateways/workers.ts';
import { forgetPool } from '../directory/directory.ts';
import { getUserPool } from '../user-pools/user-pools.ts';
import { isBlocked } from './change-work.ts';
import { type ChangingPool, outcomes, type Transitions, transitions } from './transitions.ts';

/** A pool, and the last change that was asked of it. */
export interface PoolWithChange {
  readonly pool: UserPool;
  /** Undefined where there never was one. */
  readonly record: PoolChangeRecord | undefined;
}

/**
 * Changes of what Cognito fixes when a pool is made. Each throws ResourceNotFoundException for a pool that does not
 * exist.
 */
export interface PoolChanges {
  readonly describe: (poolId: string) => Promise<PoolWithChange>;
  /**
   * Begins a change, or continues the present one: then nothing is asked, or the same again. Throws
   * InvalidParameterException for a form that no pool can have, while there is another change, and in strict pools.
   */
  readonly apply: (poolId: string, asked: AskedChange | undefined, allMustFit: boolean) => Promise<PoolWithChange>;
  /**
   * Gives up the former form, from where there is no way back. Throws InvalidParameterException unless the pool is
   * switched.
   */
  readonly finish: (poolId: string) => Promise<PoolWithChange>;
  /** Goes back to the former form. Throws InvalidParameterException once that is being given up. */
  readonly rollBack: (poolId: string) => Promise<PoolWithChange>;
}

interface Deps {
  readonly transitions: Transitions;
  readonly workers: Workers;
}

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/** Throws InvalidParameterException for a pool that may change only as Cognito lets it. */
export const assertNotStrict = ({ strict }: UserPool): void => {
  if (strict) throw invalid('The user pool keeps to what Cognito allows: see SetUserPoolCompatibility.');
};

const sameAsked = (one: AskedChange, other: AskedChange | undefined): boolean =>
  other === undefined || isDeepStrictEqual(one, other);

const isTouched = (pool: UserPool, change: PoolChange): boolean => touchesUsers(effectsOf(pool, change));

const begun = (pool: UserPool, asked: AskedChange, allMustFit: boolean): ChangingUserPool => {
  const change: PoolChange = {
    id: randomUUID(),
    stage: 'preparing',
    since: now(),
    goal: 'switch',
    allMustFit,
    ...toNextForm(pool, asked),
  };
  const changing = { ...pool, change };
  const effects = effectsOf(pool, change);
  if (touchesUsers(effects)) return changing;
  if (allMustFit && effects.checked.length > 0) return { ...pool, change: { ...change, stage: 'copying' } };
  const switched = swapped(changing);
  return { ...switched, change: { ...switched.change, stage: 'switched' } };
};

const assertMayFinish = ({ change: { goal, stage } }: ChangingUserPool): void => {
  if (goal === 'rollBack') throw invalid('The change is being rolled back.');
  if (goal === 'switch' && stage !== 'switched') {
    throw invalid('The change is not made yet: see DescribeUserPoolChange.');
  }
};

const assertMayRollBack = (pool: ChangingUserPool): void => {
  const { goal, stage, other } = pool.change;
  if (goal === 'finish') throw invalid('The change is finished: there is no way back.');
  // The message settings may have changed since.
  if (stage !== 'switched' || !other.factors) return;
  const former = inForm(pool, other);
  assertSecondFactors(former);
  assertFirstFactors(former);
};

export const createPoolChanges = ({ transitions, workers }: Deps): PoolChanges => {
  const describe: PoolChanges['describe'] = async (poolId) => {
    const [{ pool }, record] = await Promise.all([getUserPool(poolId), poolChangeRepository().find(poolId)]);
    // The change began or ended between the two reads, if the record of before was the first: how, only the record says.
    const isOlder = pool.change ? record?.id !== pool.change.id : record !== undefined && record.outcome === undefined;
    return { pool, record: isOlder ? await poolChangeRepository().find(poolId) : record };
  };

  const startWork = (userPoolId: string): Promise<void> => workers.start('ChangeUserPool', { userPoolId });

  const start = async (pool: UserPool, asked: AskedChange, allMustFit: boolean): Promise<void> => {
    const next = begun(pool, asked, allMustFit);
    const startedAt = now();
    const record = { id: next.change.id, poolId: pool.id, asked, startedAt, updatedAt: startedAt, version: 1 };
    const write = poolRepository().update({ ...next, updatedAt: startedAt, version: pool.version + 1 });
    await table().write([write, poolChangeRepository().start(record)]);
    forgetPool(pool);
  };

  // After a search that found obstacles, another search is made. It passes over users who were already copied.
  const lookAgain = async (record: PoolChangeRecord): Promise<void> => {
    if (!isBlocked(record)) return;
    const { walk: _walk, ...rest } = record;
    await transitions.save(rest);
  };

  const goTo = (changing: ChangingPool, goal: 'finish' | 'rollBack'): Promise<boolean> => {
    const { pool } = changing;
    // Where no users are affected, there is nothing to wait for.
    const isSimple = pool.change.stage === 'switched' && !isTouched(pool, pool.change);
    return isSimple
      ? transitions.end(changing, goal, (one) => (goal === 'rollBack' ? swapped(one) : one))
      : transitions.move(changing, (one) => ({ ...one, change: { ...one.change, goal } }));
  };

  /**
   * Sets the goal of the pool's change, wherever the worker moves it meanwhile. Does nothing where that is its goal
   * already.
   */
  const aim = (poolId: string, goal: 'finish' | 'rollBack', assertMay: (pool: ChangingUserPool) => void) =>
    retryOnConflict(async () => {
      const changing = await transitions.find(poolId);
      if (!changing) {
        const { record } = await describe(poolId);
        if (record?.outcome === outcomes[goal]) return;
        throw invalid(goal === 'finish' ? 'There is no change to finish.' : 'There is no change to roll back.');
      }
      assertMay(changing.pool);
      if (changing.pool.change.goal === goal) return;
      if (!(await goTo(changing, goal))) throw new ChangeMoved();
    });

  return {
    describe,

    apply: async (poolId, asked, allMustFit) => {
      await retryOnConflict(async () => {
        const { pool, record } = await describe(poolId);
        assertNotStrict(pool);
        if (pool.change) {
          if (!record || !sameAsked(record.asked, asked)) {
            throw invalid('Another change of the user pool is not finished: finish it or roll it back first.');
          }
          return lookAgain(record);
        }
        if (!asked) {
          throw invalid(record ? 'The last change of the user pool is over.' : 'There is no change to go on with.');
        }
        return start(pool, asked, allMustFit);
      });
      await startWork(poolId);
      return describe(poolId);
    },

    finish: async (poolId) => {
      await aim(poolId, 'finish', assertMayFinish);
      await startWork(poolId);
      return describe(poolId);
    },

    rollBack: async (poolId) => {
      await aim(poolId, 'rollBack', assertMayRollBack);
      await startWork(poolId);
      return describe(poolId);
    },
  };
};

export const poolChanges = once(() => createPoolChanges({ transitions: transitions(), workers: workers() }));
