import { environment } from '#shared/config/environment.ts';
import { createChangeAtOnce } from '#shared/services/user-pool-changes/change-at-once.ts';
import { createPlanChange } from '#shared/services/user-pool-changes/change-plan.ts';
import { createReportChange } from '#shared/services/user-pool-changes/change-report.ts';
import { createChangeUser } from '#shared/services/user-pool-changes/change-user.ts';
import { createChangeWork } from '#shared/services/user-pool-changes/change-work.ts';
import { createSettleClients } from '#shared/services/user-pool-changes/client-names.ts';
import { createNameHolders } from '#shared/services/user-pool-changes/name-holders.ts';
import { createPoolChanges } from '#shared/services/user-pool-changes/pool-changes.ts';
import { createTransitions } from '#shared/services/user-pool-changes/transitions.ts';
import { directory } from './directory.ts';
import { poolChangeRepository } from './job-stores.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import { appClientRepository, poolRepository, table, userRepository } from './store.ts';
import { userPools } from './user-pools.ts';
import { walkUsers } from './user-walk.ts';
import { userChanges } from './users.ts';
import { workers } from './workers.ts';

const transitions = once(() =>
  createTransitions({
    changes: poolChangeRepository(),
    directory: directory(),
    pools: poolRepository(),
    table: table(),
  }),
);

const nameHolders = once(() => createNameHolders({ userRepository: userRepository() }));

export const poolChanges = once(() =>
  createPoolChanges({
    changes: poolChangeRepository(),
    directory: directory(),
    pools: poolRepository(),
    table: table(),
    transitions: transitions(),
    userPools: userPools(),
    workers: workers(),
  }),
);

export const reportChange = once(() =>
  createReportChange({ changes: poolChangeRepository(), poolChanges: poolChanges(), sealing: sealing() }),
);

export const planChange = once(() =>
  createPlanChange({
    changes: poolChangeRepository(),
    holders: nameHolders(),
    table: table(),
    walkUsers: walkUsers(),
  }),
);

export const changeAtOnce = once(() =>
  createChangeAtOnce({ planChange: planChange(), poolChanges: poolChanges(), userPools: userPools() }),
);

export const changeWork = once(() =>
  createChangeWork({
    changes: poolChangeRepository(),
    changeUser: createChangeUser({
      holders: nameHolders(),
      table: table(),
      userChanges: userChanges(),
      userRepository: userRepository(),
    }),
    settleClients: createSettleClients({
      appClientRepository: appClientRepository(),
      directory: directory(),
      table: table(),
    }),
    settlesMs: environment().poolSettlesMs,
    table: table(),
    transitions: transitions(),
    walkUsers: walkUsers(),
  }),
);
