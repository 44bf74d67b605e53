import { environment } from '#shared/config/environment.ts';
import { createPoolExports } from '#shared/services/exports/pool-exports.ts';
import { createToPoolRecord } from '#shared/services/exports/pool-records.ts';
import { createUserRecords } from '#shared/services/exports/user-records.ts';
import { clientSecrets } from './client-secrets.ts';
import { poolExportRepository } from './job-stores.ts';
import { objects } from './objects.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import {
  appClientRepository,
  deviceRepository,
  groupRepository,
  poolRepository,
  table,
  userRepository,
} from './store.ts';
import { walkUsers } from './user-walk.ts';

/** What exports are written with. */
export const poolExportDeps = () => ({
  groupRepository: groupRepository(),
  objects: objects(),
  poolExportRepository: poolExportRepository(),
  pools: poolRepository(),
  table: table(),
  toPoolRecord: createToPoolRecord({
    appClientRepository: appClientRepository(),
    clientSecrets: clientSecrets(),
    issuerOrigin: environment().issuerOrigin,
  }),
  userRecords: createUserRecords({
    deviceRepository: deviceRepository(),
    sealing: sealing(),
    userRepository: userRepository(),
  }),
  walkUsers: walkUsers(),
});

export const poolExports = once(() => createPoolExports(poolExportDeps()));
