/** What was read a moment ago, by id, for ten seconds: so long may a change take to be seen everywhere. */
export interface Memory<T> {
  /** Undefined for what is not known, or for too long. */
  readonly recall: (id: string) => T | undefined;
  readonly keep: (id: string, value: T) => void;
  /** After a change of it: it is read anew at its next use. */
  readonly forget: (id: string) => void;
}

const keepMs = 10_000;

/** A memory of `most` things at most. `clock` in milliseconds, from whenever: it never goes back. */
export const createMemory = <T>(most: number, clock = (): number => performance.now()): Memory<T> => {
  const known = new Map<string, { readonly until: number; readonly value: T }>();
  return {
    recall: (id) => {
      const entry = known.get(id);
      return entry && entry.until > clock() ? entry.value : undefined;
    },
    keep: (id, value) => {
      if (known.size >= most) known.clear();
      known.set(id, { until: clock() + keepMs, value });
    },
    forget: (id) => {
      known.delete(id);
    },
  };
};

/**
 * `load` with a memory, so that many who ask at once wait for one answer. Remembers what is there, never that something
 * is missing: what is made is seen at once.
 */
export const remembering = <T>(load: (id: string) => Promise<T | undefined>, clock?: () => number) => {
  const known = createMemory<Promise<T | undefined>>(1000, clock);
  return {
    find: async (id: string): Promise<T | undefined> => {
      const recalled = known.recall(id);
      if (recalled) return recalled;
      const loading = load(id);
      known.keep(id, loading);
      try {
        const loaded = await loading;
        if (loaded === undefined) known.forget(id);
        return loaded;
      } catch (error) {
        known.forget(id);
        throw error;
      }
    },
    forget: known.forget,
  };
};
