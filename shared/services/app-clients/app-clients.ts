import { now } from '#shared/config/clock.ts';
import type { AppClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { retryOnConflict } from '#shared/data/conflict.ts';
import type { Table } from '#shared/data/table.ts';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import { currentClient } from '#shared/domain/app-clients/current-client.ts';
import { type ClientRecord, type Directory, noClient } from '../directory/directory.ts';
import type { UserPools } from '../user-pools/user-pools.ts';

/** App clients as administrators see and change them: read from the store, not from memory. */
export interface AppClients {
  /** The client, if it is that pool's. Throws ResourceNotFoundException. */
  readonly get: (poolId: string, clientId: string) => Promise<ClientRecord>;
  /** Changes a client, anew where another change came between. Throws ResourceNotFoundException, or ConcurrentModificationException at last. */
  readonly change: (
    poolId: string,
    clientId: string,
    change: (app: ClientRecord) => Partial<Pick<AppClient, 'name' | 'settings' | 'ssoSessionMinutes' | 'secrets'>>,
  ) => Promise<ClientRecord>;
}

interface Deps {
  readonly appClientRepository: AppClientRepository;
  readonly directory: Directory;
  readonly table: Table;
  readonly userPools: UserPools;
}

export const createAppClients = ({ appClientRepository, directory, table, userPools }: Deps): AppClients => {
  const get: AppClients['get'] = async (poolId, clientId) => {
    const [record, client] = await Promise.all([userPools.get(poolId), appClientRepository.find(clientId)]);
    if (client?.poolId !== poolId) throw noClient(clientId);
    return { ...record, client: currentClient(record.pool, client) };
  };

  return {
    get,
    change: (poolId, clientId, change) =>
      retryOnConflict(async () => {
        const app = await get(poolId, clientId);
        const client = { ...app.client, ...change(app), updatedAt: now(), version: app.client.version + 1 };
        await table.write([appClientRepository.update(client)]);
        directory.forgetClient(client);
        return { ...app, client };
      }),
  };
};
