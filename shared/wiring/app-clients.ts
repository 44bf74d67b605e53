import { createAppClients } from '#shared/services/app-clients/app-clients.ts';
import { directory } from './directory.ts';
import { once } from './once.ts';
import { appClientRepository, table } from './store.ts';
import { userPools } from './user-pools.ts';

export const appClients = once(() =>
  createAppClients({
    appClientRepository: appClientRepository(),
    directory: directory(),
    table: table(),
    userPools: userPools(),
  }),
);
