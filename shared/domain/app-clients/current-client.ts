import { namesNow } from '../user-pools/pool-change.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import type { AppClient } from './app-client.ts';

/** The client with the current names of the attributes that it may read and write. */
export const currentClient = (pool: UserPool, client: AppClient): AppClient => {
  if (!pool.change) return client;
  const { ReadAttributes: read, WriteAttributes: write } = client.settings;
  return {
    ...client,
    settings: {
      ...client.settings,
      ...(read && { ReadAttributes: [...namesNow(pool, read)] }),
      ...(write && { WriteAttributes: [...namesNow(pool, write)] }),
    },
  };
};
