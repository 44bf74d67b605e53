import type { Failures } from '#shared/domain/users/user.ts';
import { toItem, ttl } from '../entity.ts';
import { type FailureKind, keys } from '../keys.ts';
import type { Table } from '../table.ts';
import type { Write } from '../write.ts';
import { UserChanged } from './user-repository.ts';

const types: Readonly<Record<FailureKind, string>> = { password: 'Failures', code: 'CodeFailures' };

const data = { '#data': 'data' };
const counted = { '#data': 'data', '#count': 'count' };

const forgetting = (poolId: string, userKey: string, kind: FailureKind, seen: Failures): Write => ({
  remove: keys.failures(poolId, userKey, kind),
  when: {
    expression: 'attribute_not_exists(pk) OR #data.#count = :seen',
    names: counted,
    values: { ':seen': seen.count },
    refused: () => new UserChanged(),
  },
});

/** Counters of wrong passwords and wrong codes, in the partition of whoever's name was tried. */
export const createFailureRepository = (table: Table) => ({
  /**
   * One more at `now`; the run starts anew after `quietMs` without one. `seen` are those known of: with them one write
   * is enough, unless another came between.
   */
  count: async (
    poolId: string,
    userKey: string,
    kind: FailureKind,
    seen: Failures | undefined,
    { now, quietMs }: { readonly now: number; readonly quietMs: number },
  ): Promise<void> => {
    const key = keys.failures(poolId, userKey, kind);
    const expiry = { ':ttl': ttl(now + 2 * quietMs) };
    const fresh: Write = {
      put: toItem(types[kind], key, { count: 1, lastAt: now }, { ttl: ttl(now + 2 * quietMs) }),
      when: {
        expression: 'attribute_not_exists(pk) OR #data.lastAt <= :cutoff',
        names: data,
        values: { ':cutoff': now - quietMs },
        refused: () => new UserChanged(),
      },
    };
    const more: Write = {
      update: key,
      expression: 'SET #data.#count = #data.#count + :one, #data.lastAt = :now, #ttl = :ttl',
      names: { ...counted, '#ttl': 'ttl' },
      values: { ':one': 1, ':now': now, ...expiry },
      when: {
        expression: '#data.lastAt > :cutoff',
        values: { ':cutoff': now - quietMs },
        refused: () => new UserChanged(),
      },
    };
    const inTurn = seen && seen.lastAt > now - quietMs ? [more, fresh, more] : [fresh, more, fresh];
    for (const write of inTurn) {
      const done = await table.write([write]).then(
        () => true,
        (error: unknown) => {
          if (error instanceof UserChanged) return false;
          throw error;
        },
      );
      if (done) return;
    }
    throw new UserChanged();
  },

  /** Forgets the failures that were seen, but not one that came since. */
  forget: async (poolId: string, userKey: string, kind: FailureKind, seen: Failures): Promise<void> => {
    await table.write([forgetting(poolId, userKey, kind, seen)]).catch((error: unknown) => {
      if (!(error instanceof UserChanged)) throw error;
    });
  },

  /**
   * The write that goes with what a right guess gives: it forgets the failures that were seen, and throws UserChanged
   * where one came since. Of many guesses at once, so, one is looked at for each that is counted.
   */
  settle: (poolId: string, userKey: string, kind: FailureKind, seen: Failures | undefined): Write => {
    if (seen) return forgetting(poolId, userKey, kind, seen);
    const refused = () => new UserChanged();
    return { check: keys.failures(poolId, userKey, kind), when: { expression: 'attribute_not_exists(pk)', refused } };
  },
});

export type FailureRepository = ReturnType<typeof createFailureRepository>;
