import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { logger } from '#shared/observability/powertools.ts';

// Of what a browser sends, the origin and the challenge may be among the words: nothing secret, but of any length.
const longest = 300;

/** Writes down why a passkey was refused: its user is not told, and who set the pool up wants to know. */
export const logRefusal = ({ id }: UserPool, error: unknown): void => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message.slice(0, longest) : 'unknown';
  logger.info('A passkey was not accepted', { userPoolId: id, reason });
};
