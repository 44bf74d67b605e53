import { describe, expect, it } from 'vitest';
import { longWork } from '#shared/api/long-work.ts';
import { logger } from '#shared/observability/powertools.ts';

/** A worker with three jobs, and what it did. Some fail, and some are not done when there is no time left. */
const workerOf = ({ failing = [], lasting = [] }: { failing?: readonly string[]; lasting?: readonly string[] }) => {
  const done: string[] = [];
  const handedOn: string[] = [];
  const run = longWork({
    handOnMs: 1000,
    jobs: async ({ only }: { readonly only?: string }) => (only === undefined ? ['a', 'b', 'c'] : [only]),
    work: async (job, isLate) => {
      if (failing.includes(job)) throw new Error(`${job} fails.`);
      done.push(job);
      return !lasting.includes(job) || !isLate();
    },
    handOn: async (job) => {
      handedOn.push(job);
    },
  });
  return { run, done, handedOn };
};

const plenty = { remainingMs: () => 900_000 };
const little = { remainingMs: () => 999 };

describe('long work', () => {
  it('is done to the end where there is time', async () => {
    const { run, done, handedOn } = workerOf({ lasting: ['a'] });
    await run({}, plenty);
    expect([done, handedOn]).toEqual([['a', 'b', 'c'], []]);
  });

  it('gets on however little time there is, and is handed on', async () => {
    const { run, done, handedOn } = workerOf({ lasting: ['a'] });
    await run({}, little);
    expect([done, handedOn]).toEqual([['a'], ['a', 'b', 'c']]);
  });

  it('is that which was asked for', async () => {
    const { run, done } = workerOf({});
    await run({ only: 'b' }, plenty);
    expect(done).toEqual(['b']);
  });

  it('gets on although another job fails, which the caller is told of', async () => {
    const { run, done, handedOn } = workerOf({ failing: ['a'] });
    await expect(run({}, plenty)).rejects.toThrow('a fails.');
    expect([done, handedOn]).toEqual([['b', 'c'], []]);
  });

  it('fails once where several jobs do', async () => {
    logger.setLogLevel('SILENT');
    const { run, done } = workerOf({ failing: ['a', 'c'] });
    await expect(run({}, plenty)).rejects.toThrow('a fails.');
    logger.setLogLevel('INFO');
    expect(done).toEqual(['b']);
  });
});
