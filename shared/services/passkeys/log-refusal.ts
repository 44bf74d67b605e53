import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { logger } from '#shared/observability/powertools.ts';

// The message may contain the origin and the challenge that a browser sent. They are not secret, but may have any
// length.
const longest = 300;

/** Logs why a passkey was refused. The user is not told, but whoever set up the pool wants to know. */
export const logRefusal = ({ id }: UserPool, error: unknown): void => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message.slice(0, longest) : 'unknown';
  logger.info('A passkey was not accepted', { userPoolId: id, reason });
};
