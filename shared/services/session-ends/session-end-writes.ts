import type { Write } from '#shared/data/write.ts';
import type { SessionEnd } from '#shared/domain/oauth/session-end.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';

/**
 * The writes that note that sessions of a user ended, for the transaction by which they end: none in a pool where no app
 * client is told of that, which need not even load what makes them.
 */
export const sessionEndWrites = async (
  { id: poolId, backchannelLogout }: Pick<UserPool, 'id' | 'backchannelLogout'>,
  about: Omit<SessionEnd, 'id' | 'at' | 'poolId'>,
): Promise<readonly Write[]> =>
  backchannelLogout ? [(await import('./session-ends.ts')).newSessionEnd({ poolId, ...about })] : [];
