const namesAtMost = 1000;

/** What is under the name, made where there is nothing; too many names are forgotten together. */
export const byName = <T>(known: Map<string, T>, name: string, make: () => T): T => {
  const value = known.get(name) ?? make();
  if (known.size >= namesAtMost && !known.has(name)) known.clear();
  known.set(name, value);
  return value;
};

/** What was read a moment ago, by id, for ten seconds unless told otherwise: so long may a change take to be seen everywhere. */
export interface Cache<T> {
  /** Undefined for what is not known, or for too long. */
  readonly get: (id: string) => T | undefined;
  readonly set: (id: string, value: T) => void;
  /** After a change of it: it is read anew at its next use. */
  readonly delete: (id: string) => void;
}

const tenSeconds = 10_000;

/**
 * A memory of `most` things at most: what was kept longest makes room. `clock` in milliseconds, from whenever: it never
 * goes back.
 */
export const createCache = <T>(most: number, clock = () => performance.now(), keepMs = tenSeconds): Cache<T> => {
  const known = new Map<string, { readonly until: number; readonly value: T }>();

  // In the order of time: all are kept for as long. What is over is not to lie about, least of all an open key.
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
 * `load` with a memory, so that many who ask at once wait for one answer. Remembers what is there, never that something
 * is missing: what is made is seen at once.
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
