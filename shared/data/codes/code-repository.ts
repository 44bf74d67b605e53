import { once } from '#shared/config/once.ts';
import type { Code, CodePurpose } from '#shared/domain/codes/code.ts';
import { keys } from '../keys.ts';
import { table, toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

class OverLimit extends Error {}

const data = { '#data': 'data', '#count': 'count' };

/** Codes that were sent to users, and counters of tries, in the user's partition. */
export const codeRepository = once(() => ({
  /** Replaces the user's code of the same purpose. */
  put: (poolId: string, userKey: string, code: Code): Write => ({
    put: toItem('Code', keys.code(poolId, userKey, code.purpose), code, { ttl: ttl(code.expiresAt) }),
  }),

  /**
   * Uses up the very code that was read. Of two requests at once, one succeeds, and `refused` gives the other's error.
   */
  consume: (poolId: string, userKey: string, code: Code, refused: () => Error): Write => ({
    remove: keys.code(poolId, userKey, code.purpose),
    when: {
      expression: '#data.digest = :digest',
      names: { '#data': 'data' },
      values: { ':digest': code.digest },
      refused,
    },
  }),

  remove: (poolId: string, userKey: string, purpose: CodePurpose): Write => ({
    remove: keys.code(poolId, userKey, purpose),
  }),

  /**
   * Counts one more try of `action`, and says whether it is among the first `max` tries in `windowMs`. Two requests at
   * once are two tries: only conditional writes change the counter.
   */
  countTry: async (
    poolId: string,
    userKey: string,
    action: string,
    { now, max, windowMs }: { readonly now: number; readonly max: number; readonly windowMs: number },
  ): Promise<boolean> => {
    const key = keys.limit(poolId, userKey, action);
    const more: Write = {
      update: key,
      expression: 'SET #data.#count = #data.#count + :one',
      names: data,
      values: { ':one': 1 },
      when: {
        expression: '#data.startedAt > :cutoff AND #data.#count < :max',
        values: { ':cutoff': now - windowMs, ':max': max },
        refused: () => new OverLimit(),
      },
    };
    const fresh: Write = {
      put: toItem('Limit', key, { count: 1, startedAt: now }, { ttl: ttl(now + windowMs) }),
      when: {
        expression: 'attribute_not_exists(pk) OR #data.startedAt <= :cutoff',
        names: { '#data': 'data' },
        values: { ':cutoff': now - windowMs },
        refused: () => new OverLimit(),
      },
    };
    // Most tries are the first in their window.
    for (const write of [fresh, more]) {
      try {
        await table().write([write]);
        return true;
      } catch (error) {
        if (!(error instanceof OverLimit)) throw error;
      }
    }
    return false;
  },
}));
