import { createPoolPurge } from '#shared/services/user-pools/pool-purge.ts';
import {
  deletedGroupRepository,
  poolChangeRepository,
  poolExportRepository,
  userImportJobRepository,
  userPartitions,
} from './job-stores.ts';
import { once } from './once.ts';
import { appClientRepository, deletedPoolRepository, groupRepository, table, userRepository } from './store.ts';

export const poolPurge = once(() =>
  createPoolPurge({
    appClientRepository: appClientRepository(),
    deletedPools: deletedPoolRepository(),
    contents: [
      groupRepository(),
      deletedGroupRepository(),
      poolChangeRepository(),
      poolExportRepository(),
      userImportJobRepository(),
    ],
    partitions: userPartitions(),
    table: table(),
    userRepository: userRepository(),
  }),
);
