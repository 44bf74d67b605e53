import { logger } from '#shared/observability/powertools.ts';
import type { Work } from './worker.ts';

/** Work for which one call of a worker may be too short. Another call then continues it. */
interface LongWork<Payload, Job> {
  /** Milliseconds that are kept free for one more stage of the work and for handing on. */
  readonly handOnMs: number;
  /** The jobs that the payload asks for. Where it asks for none: all that were interrupted. */
  readonly jobs: (payload: Payload) => Promise<readonly Job[]>;
  /** False where `isLate` ended the work before it was done. */
  readonly work: (job: Job, isLate: () => boolean, payload: Payload) => Promise<boolean>;
  /** Has another call continue the job. */
  readonly handOn: (job: Job, payload: Payload) => Promise<void>;
}

/**
 * Runs long work in a worker. A job that fails does not keep the others from getting on: the first failure is thrown at
 * the end, the others are logged.
 */
export const longWork =
  <Payload, Job>({ handOnMs, jobs, work, handOn }: LongWork<Payload, Job>) =>
  async (payload: Payload, { remainingMs }: Work): Promise<object> => {
    const isLate = (): boolean => remainingMs() < handOnMs;
    const failures: unknown[] = [];
    for (const [turn, job] of (await jobs(payload)).entries()) {
      const isLeft = turn > 0 && isLate();
      try {
        if (isLeft || !(await work(job, isLate, payload))) await handOn(job, payload);
      } catch (error) {
        failures.push(error);
      }
    }
    for (const error of failures.slice(1)) {
      logger.error('failed', { error: error instanceof Error ? error : new Error(String(error)) });
    }
    if (failures.length > 0) throw failures[0];
    return {};
  };
