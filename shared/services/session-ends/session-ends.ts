/** Notes that sessions of a user ended, for app clients that want to be told: OpenID Connect Back-Channel Logout 1.0. */
import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { sessionEndRepository } from '#shared/data/oauth/session-end-repository.ts';
import type { Write } from '#shared/data/write.ts';
import type { SessionEnd } from '#shared/domain/oauth/session-end.ts';
import { workers } from '#shared/gateways/workers.ts';
import { logger } from '#shared/observability/powertools.ts';

// Nobody who signs out waits for a receiver, or fails because nobody can be told now: the schedule starts the worker, too.
const startTelling = async ({ poolId: userPoolId, id: sessionEndId }: SessionEnd): Promise<void> => {
  try {
    await workers().start('DeliverLogouts', { userPoolId, sessionEndId });
  } catch (error) {
    logger.warn('not told of a logout yet', { userPoolId, sessionEndId, error: String(error) });
  }
};

/** The write that notes it, for the transaction by which they end. Once that is done, a worker begins to tell. */
export const newSessionEnd = (about: Omit<SessionEnd, 'id' | 'at'>): Write => {
  const end: SessionEnd = { id: randomUUID(), at: now(), ...about };
  return sessionEndRepository().create(end, () => startTelling(end));
};
