import { now } from '#shared/config/clock.ts';
import { appClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { type Item, table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { type AppClient, currentClient } from '#shared/domain/app-clients/app-client.ts';
import { hiddenNames } from '#shared/domain/user-pools/pool-change.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { forgetClient } from '../directory/directory.ts';

const settled = (pool: UserPool, client: AppClient): AppClient => {
  // Other attributes that the pool does not have were added since it was read.
  const gone = hiddenNames(pool);
  const { settings } = currentClient(pool, client);
  const { ReadAttributes: read, WriteAttributes: write } = settings;
  return {
    ...client,
    settings: {
      ...settings,
      ...(read && { ReadAttributes: read.filter((name) => !gone.has(name)) }),
      ...(write && { WriteAttributes: write.filter((name) => !gone.has(name)) }),
    },
  };
};

const settle = (pool: UserPool, { id }: AppClient): Promise<void> =>
  retryOnConflict(async () => {
    const client = await appClientRepository().find(id);
    if (!client) return;
    const after = settled(pool, client);
    if (JSON.stringify(after.settings) === JSON.stringify(client.settings)) return;
    await table().write([appClientRepository().update({ ...after, updatedAt: now(), version: client.version + 1 })]);
    forgetClient(client);
  });

/** Stores the current names of attributes in the pool's app clients for good, and removes the names of deleted ones. */
export const settleClients = async (pool: UserPool): Promise<void> => {
  let start: Item | undefined;
  do {
    const { clients, next } = await appClientRepository().list(pool.id, 60, start);
    for (const client of clients) await settle(pool, client);
    start = next;
  } while (start);
};
