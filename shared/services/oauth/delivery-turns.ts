/** Turns of receivers that are told something, so that none of them keeps the others waiting. */

/** Who is to be told. Without a client, it is not known yet: work of the pool itself. */
export interface TurnOf {
  readonly poolId: string;
  readonly clientId?: string;
}

/** What one client, or one pool, has of a run. */
interface Share {
  running: number;
  waiting: number;
  /** For how long it had others wait. */
  slowMs: number;
}

interface Job {
  readonly pool: Share;
  readonly client: Share | undefined;
  readonly work: () => Promise<void>;
}

interface Options {
  /** True where nothing new may begin any more. */
  readonly isLate?: () => boolean;
  /** Milliseconds that pass, from whenever. */
  readonly clock?: () => number;
}

const ofPool = { running: 12, slowMs: 48_000 } as const;
const ofClient = { running: 4, slowMs: 12_000, waiting: 100 } as const;
const ofAll = { running: 48, waiting: 2000 } as const;
// What is done within a second keeps nobody waiting.
const quickMs = 1000;

// Of a pool with many slow clients, those are left alone that were slow. The others may be quick.
const isSpent = ({ pool, client }: Job): boolean =>
  client !== undefined && (client.slowMs >= ofClient.slowMs || (client.slowMs > 0 && pool.slowMs >= ofPool.slowMs));

const mayRun = ({ pool, client }: Job): boolean =>
  pool.running < ofPool.running && (client?.running ?? 0) < ofClient.running;

// Whoever has least under way is next: the pool first, and the client within it.
const rank = ({ pool, client }: Job): number => pool.running * ofAll.running + (client?.running ?? 0);

const change = ({ pool, client }: Job, by: Partial<Share>): void => {
  for (const share of [pool, ...(client ? [client] : [])]) {
    share.running += by.running ?? 0;
    share.waiting += by.waiting ?? 0;
    share.slowMs += by.slowMs ?? 0;
  }
};

/**
 * Turns of one run. A client that is slow is left alone once it has used up what it may have others wait: the next run tries it
 * again.
 */
export const createTurns = ({ isLate = () => false, clock = () => performance.now() }: Options = {}) => {
  const shares = new Map<string, Share>();
  const running = new Set<Promise<void>>();
  let queue: Job[] = [];
  let hasMore = false;
  let hasFailed = false;

  const shareOf = (name: string): Share => {
    const share = shares.get(name) ?? { running: 0, waiting: 0, slowMs: 0 };
    shares.set(name, share);
    return share;
  };

  const run = async (job: Job): Promise<void> => {
    const begun = clock();
    change(job, { waiting: -1, running: 1 });
    await job.work().catch(() => {
      hasFailed = true;
    });
    change(job, { running: -1, slowMs: Math.max(0, clock() - begun - quickMs) });
  };

  const drop = (isDropped: (job: Job) => boolean): void => {
    for (const job of queue.filter(isDropped)) change(job, { waiting: -1 });
    queue = queue.filter((job) => !isDropped(job));
  };

  const takeNext = (): Job | undefined => {
    const [first, ...others] = queue.filter(mayRun);
    const next = others.reduce((best, job) => (rank(job) < rank(best ?? job) ? job : best), first);
    queue = queue.filter((job) => job !== next);
    return next;
  };

  const begin = (): void => {
    drop(isSpent);
    if (isLate()) {
      hasMore ||= queue.length > 0;
      drop(() => true);
    }
    while (running.size < ofAll.running) {
      const job = takeNext();
      if (!job) return;
      const done = run(job).finally(() => {
        running.delete(done);
        begin();
      });
      running.add(done);
    }
  };

  return {
    /** Does the work when its turn comes, if it comes in this run. What it throws is for itself to tell. */
    take: ({ poolId, clientId }: TurnOf, work: () => Promise<void>): void => {
      const client = clientId === undefined ? undefined : shareOf(`${poolId}#${clientId}`);
      const job: Job = { pool: shareOf(poolId), client, work };
      if (isSpent(job)) return;
      if (isLate() || queue.length >= ofAll.waiting || (client?.waiting ?? 0) >= ofClient.waiting) {
        hasMore = true;
        return;
      }
      change(job, { waiting: 1 });
      queue.push(job);
      begin();
    },

    /**
     * Resolves when all that was taken is done. True where something was left that has a turn in this run. Where anything failed,
     * the rest is for a later run as well: it may fail for the same reason, and again and again.
     */
    settled: async (): Promise<boolean> => {
      while (running.size > 0) await Promise.race(running);
      const left = hasMore && !hasFailed;
      hasMore = false;
      return left;
    },
  };
};

export type Turns = Pick<ReturnType<typeof createTurns>, 'take'>;
