import { logger } from '#shared/observability/powertools.ts';
import type { Work } from './worker.ts';

/** Work that a call of a worker may have no time for to the end: another call of it goes on. */
interface LongWork<Payload, Job> {
  /** How much time is kept for a stage of the work and for handing on, in milliseconds. */
  readonly handOnMs: number;
  /** What the payload asks for; all that was interrupted, where it asks for nothing. */
  readonly jobs: (payload: Payload) => Promise<readonly Job[]>;
  /** False where `isLate` said so before the end. */
  readonly work: (job: Job, isLate: () => boolean, payload: Payload) => Promise<boolean>;
  /** Has another call go on with the job. */
  readonly handOn: (job: Job, payload: Payload) => Promise<void>;
}

/**
 * What a worker runs for long work. One job that fails keeps no other from getting on: throws what failed first, at the
 * end, and logs the rest.
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
