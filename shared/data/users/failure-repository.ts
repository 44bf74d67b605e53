import { once } from '#shared/config/once.ts';
import type { Failures } from '#shared/domain/users/user.ts';
import { type FailureKind, keys } from '../keys.ts';
import { fromItem, table, toItem, ttl } from '../table.ts';
import type { Condition, FoundItem, Write } from '../write.ts';
import { UserChanged } from './user-repository.ts';

const types: Readonly<Record<FailureKind, string>> = { password: 'Failures', code: 'CodeFailures' };

const data = { '#data': 'data' };
const counted = { '#data': 'data', '#count': 'count' };

/** Done, or not done: then with what there was, other than what the caller had seen. */
export type FailureWrite =
  | { readonly isMade: true }
  | { readonly isMade: false; readonly present: Failures | undefined };

/** The number of failures from which on a name may be locked out. Below it, every guess is looked at. */
interface Limit {
  readonly failures: number;
}

class FailuresMoved extends UserChanged {
  readonly found: FoundItem | undefined;

  constructor(found: FoundItem | undefined) {
    super();
    this.found = found;
  }
}

// Nobody is locked out at the moment of the write: the failures are too few, or they are those that were seen.
const open = (seen: Failures | undefined, { failures }: Limit): Pick<Condition, 'expression' | 'values'> => ({
  expression: ['#data.#count < :open', ...(seen ? ['(#data.#count = :seen AND #data.lastAt = :seenAt)'] : [])].join(
    ' OR ',
  ),
  values: { ':open': failures, ...(seen && { ':seen': seen.count, ':seenAt': seen.lastAt }) },
});

const moved = { refused: (found?: FoundItem) => new FailuresMoved(found), tellsFound: true } as const;

const forgetting = (
  poolId: string,
  userKey: string,
  kind: FailureKind,
  seen: Failures | undefined,
  limit: Limit,
): Write => {
  const { expression, values = {} } = open(seen, limit);
  return {
    remove: keys.failures(poolId, userKey, kind),
    when: { expression: `attribute_not_exists(pk) OR ${expression}`, names: counted, values, ...moved },
  };
};

/** Counters of wrong passwords and wrong codes, in the partition of the name that was tried. */
export const failureRepository = once(() => {
  const find = async (poolId: string, userKey: string, kind: FailureKind): Promise<Failures | undefined> => {
    const item = await table().get(keys.failures(poolId, userKey, kind));
    return item && fromItem<Failures>(types[kind], item);
  };

  const attempt = async (poolId: string, userKey: string, kind: FailureKind, write: Write): Promise<FailureWrite> => {
    try {
      await table().write([write]);
      return { isMade: true };
    } catch (error) {
      if (!(error instanceof FailuresMoved)) throw error;
      const { found } = error;
      // Nothing was found, or the store does not tell.
      const present = found ? fromItem<Failures>(types[kind], found) : await find(poolId, userKey, kind);
      return { isMade: false, present };
    }
  };

  return {
    /** The failures that are counted now. */
    find,

    /**
     * Counts one more at `now`. After `quietMs` without one, the count starts again. `seen` are failures that lock
     * nobody out. The write is refused where the present failures may do so.
     */
    count: (
      poolId: string,
      userKey: string,
      kind: FailureKind,
      seen: Failures | undefined,
      { now, quietMs, ...limit }: { readonly now: number; readonly quietMs: number } & Limit,
    ): Promise<FailureWrite> => {
      const key = keys.failures(poolId, userKey, kind);
      const cutoff = { ':cutoff': now - quietMs };
      const expiry = ttl(now + 2 * quietMs);
      const fresh: Write = {
        put: toItem(types[kind], key, { count: 1, lastAt: now }, { ttl: expiry }),
        when: {
          expression: 'attribute_not_exists(pk) OR #data.lastAt <= :cutoff',
          names: data,
          values: cutoff,
          ...moved,
        },
      };
      const { expression, values } = open(seen, limit);
      const more: Write = {
        update: key,
        expression: 'SET #data.#count = #data.#count + :one, #data.lastAt = :now, #ttl = :ttl',
        names: { ...counted, '#ttl': 'ttl' },
        values: { ':one': 1, ':now': now, ':ttl': expiry },
        when: { expression: `#data.lastAt > :cutoff AND (${expression})`, values: { ...values, ...cutoff }, ...moved },
      };
      return attempt(poolId, userKey, kind, seen && seen.lastAt > now - quietMs ? more : fresh);
    },

    /** Forgets what was counted. Refused where the present failures may lock the name out, and are not `seen`. */
    forget: (
      poolId: string,
      userKey: string,
      kind: FailureKind,
      seen: Failures | undefined,
      limit: Limit,
    ): Promise<FailureWrite> => attempt(poolId, userKey, kind, forgetting(poolId, userKey, kind, seen, limit)),

    /** Forgets the failures that were seen, or none if another one came since. */
    forgetSeen: async (poolId: string, userKey: string, kind: FailureKind, seen: Failures): Promise<void> => {
      await attempt(poolId, userKey, kind, forgetting(poolId, userKey, kind, seen, { failures: 0 }));
    },

    /** `forget` as a write that goes with others. Throws UserChanged. */
    forgetting,
  };
});
