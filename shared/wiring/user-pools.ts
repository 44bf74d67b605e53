import { createUserPools } from '#shared/services/user-pools/user-pools.ts';
import { directory } from './directory.ts';
import { once } from './once.ts';
import { poolRepository, table } from './store.ts';

export const userPools = once(() =>
  createUserPools({ directory: directory(), pools: poolRepository(), table: table() }),
);
