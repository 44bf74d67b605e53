import { createPoolPurge } from '#shared/services/user-pools/pool-purge.ts';
import {
  deletedGroupRepository,
  poolChangeRepository,
  poolExportRepository,
  userImportJobRepository,
  userPartitions,
} from './job-stores.ts';
import { once } from './once.ts';
import { appClientRepository, deletedPoolRepository, groupRepository, table } from './store.ts';

export const poolPurge = once(() =>
  createPoolPurge({
    appClients: appClientRepository(),
    deletedGroups: deletedGroupRepository(),
    deletedPools: deletedPoolRepository(),
    groups: groupRepository(),
    jobs: [poolChangeRepository(), poolExportRepository(), userImportJobRepository()],
    partitions: userPartitions(),
    table: table(),
  }),
);
