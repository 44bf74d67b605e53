import { cacheMs } from '#shared/config/environment.ts';

const namesAtMost = 1000;

/** The value under that name. It is made where there is none. Where there are too many names, all are forgotten. */
export const byName = <T>(known: Map<string, T>, name: string, make: () => T): T => {
  const value = known.get(name) ?? make();
  if (known.size >= namesAtMost && !known.has(name)) known.clear();
  known.set(name, value);
  return value;
};

/**
 * What was read a moment ago, by id. It is kept for ten seconds by default: a change may take so long to be seen
 * everywhere.
 */
export interface Cache<T> {
  /** Undefined for what is not in the cache, or has been for too long. */
  readonly get: (id: string) => T | undefined;
  readonly set: (id: string, value: T) => void;
  /** To be called after a change: then it is read again at its next use. */
  readonly delete: (id: string) => void;
}

/**
 * A cache of at most `most` entries. Where there is no room, the oldest one goes. `clock` gives milliseconds from any
 * start, and never goes back.
 */
export const createCache = <T>(most: number, clock = () => performance.now(), keepMs = cacheMs()): Cache<T> => {
  const known = new Map<string, { readonly until: number; readonly value: T }>();

  // Entries are in the order of time, as all are kept equally long. Expired ones should not lie about, least of all an
  // open key.
  const makeRoom = (): void => {
    for (const [id, { until }] of known) {
      if (until > clock() && known.size < most) return;
      known.delete(id);
    }
  };

  return {
    get: (id) => {
      const entry = known.get(id);
      if (entry && entry.until > clock()) return entry.value;
      known.delete(id);
      return undefined;
    },
    set: (id, value) => {
      known.delete(id);
      makeRoom();
      known.set(id, { until: clock() + keepMs, value });
    },
    delete: (id) => {
      known.delete(id);
    },
  };
};

/**
 * `load` with a cache, so that many who ask at once wait for one answer. It keeps what was found, never that something
 * is missing: what was just made is found at once.
 */
export const cached = <T>(load: (id: string) => Promise<T | undefined>, clock?: () => number) => {
  const known = createCache<Promise<T | undefined>>(1000, clock);
  return {
    find: async (id: string): Promise<T | undefined> => {
      const recalled = known.get(id);
      if (recalled) return recalled;
      const loading = load(id);
      known.set(id, loading);
      try {
        const loaded = await loading;
        if (loaded === undefined) known.delete(id);
        return loaded;
      } catch (error) {
        known.delete(id);
        throw error;
      }
    },
    forget: known.delete,
  };
};
