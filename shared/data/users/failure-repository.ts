import { once } from '#shared/config/once.ts';
import type { Failures } from '#shared/domain/users/user.ts';
import { type FailureKind, keys } from '../keys.ts';
import { fromItem, table, toItem, ttl } from '../table.ts';
import type { Condition, FoundItem, Write } from '../write.ts';
import { UserChanged } from './user-repository.ts';

const types: Readonly<Record<FailureKind, string>> = { password: 'Failures', code: 'CodeFailures' };

const data = { '#data': 'data' };
const counted = { '#data': 'data', '#count': 'count' };

/** Made, or what there was instead of what the caller had seen. */
export type FailureWrite =
  | { readonly isMade: true }
  | { readonly isMade: false; readonly present: Failures | undefined };

/** From how many failures on a name may be locked out: below, any guess is looked at. */
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

// Nobody is locked out at the moment of the write: there are too few failures for that, or those that were seen.
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

/** Counters of wrong passwords and wrong codes, in the partition of whoever's name was tried. */
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
    /** Those that are counted now. */
    find,

    /**
     * One more at `now`; the run starts anew after `quietMs` without one. `seen` are failures that lock nobody out; the
     * write is refused where those that there are now might.
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

    /** Forgets what was counted; refused where what there is now might lock the name out, and is not `seen`. */
    forget: (
      poolId: string,
      userKey: string,
      kind: FailureKind,
      seen: Failures | undefined,
      limit: Limit,
    ): Promise<FailureWrite> => attempt(poolId, userKey, kind, forgetting(poolId, userKey, kind, seen, limit)),

    /** Forgets those that were seen, and none if one came since. */
    forgetSeen: async (poolId: string, userKey: string, kind: FailureKind, seen: Failures): Promise<void> => {
      await attempt(poolId, userKey, kind, forgetting(poolId, userKey, kind, seen, { failures: 0 }));
    },

    /** `forget` as a write that goes with others. Throws UserChanged. */
    forgetting,
  };
});
