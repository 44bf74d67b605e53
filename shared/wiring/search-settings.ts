import { createSearchIndexings } from '#shared/services/user-pools/search-indexing.ts';
import { createSearchSettings } from '#shared/services/user-pools/search-settings.ts';
import { createWalkUsers } from '#shared/services/users/user-walk.ts';
import { directory } from './directory.ts';
import { searchIndexingRepository, userPartitions } from './job-stores.ts';
import { once } from './once.ts';
import { poolRepository, table, userRepository } from './store.ts';
import { userPools } from './user-pools.ts';
import { workers } from './workers.ts';

export const searchSettings = once(() =>
  createSearchSettings({
    directory: directory(),
    indexings: searchIndexingRepository(),
    pools: poolRepository(),
    table: table(),
    userPools: userPools(),
    workers: workers(),
  }),
);

export const searchIndexings = once(() =>
  createSearchIndexings({
    directory: directory(),
    indexings: searchIndexingRepository(),
    pools: poolRepository(),
    table: table(),
    userRepository: userRepository(),
    walkUsers: createWalkUsers({ partitions: userPartitions() }),
  }),
);
