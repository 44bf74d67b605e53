import { createDirectory } from '#shared/services/directory/directory.ts';
import { once } from './once.ts';
import { appClientRepository, poolRepository } from './store.ts';

export const directory = once(() =>
  createDirectory({ pools: poolRepository(), appClientRepository: appClientRepository() }),
);
