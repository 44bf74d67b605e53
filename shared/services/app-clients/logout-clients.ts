import { orTooManyRequests } from '#shared/data/write.ts';
import { type AppClient, hearsOfLogouts } from '#shared/domain/app-clients/app-client.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { changeUserPool } from '../user-pools/user-pools.ts';

/**
 * To be called before a client is written: its pool notes that somebody is told of sessions that ended. Then it does what
 * costs the others nothing. Throws TooManyRequestsException where the pool is being changed all the time.
 */
export const noteLogouts = async (pool: UserPool, client: Pick<AppClient, 'oauth'>): Promise<void> => {
  if (pool.backchannelLogout || !hearsOfLogouts(client)) return;
  await orTooManyRequests(changeUserPool(pool.id, () => ({ backchannelLogout: true })));
};
