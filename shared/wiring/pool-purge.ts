import { createPoolPurge } from '#shared/services/user-pools/pool-purge.ts';
import { once } from './once.ts';
import { appClientRepository, deletedPoolRepository, table, userPartitions } from './store.ts';

export const poolPurge = once(() =>
  createPoolPurge({
    appClients: appClientRepository(),
    deletedPools: deletedPoolRepository(),
    partitions: userPartitions(),
    table: table(),
  }),
);
