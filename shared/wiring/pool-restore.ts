import { createPoolRestore } from '#shared/services/exports/pool-restore.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import { appClientRepository, deletedPoolRepository, poolRepository, table } from './store.ts';

export const poolRestore = once(() =>
  createPoolRestore({
    appClientRepository: appClientRepository(),
    deletedPools: deletedPoolRepository(),
    pools: poolRepository(),
    sealing: sealing(),
    table: table(),
  }),
);
