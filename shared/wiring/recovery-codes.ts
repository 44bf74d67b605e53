import { createRecoveryCodes } from '#shared/services/recovery-codes/recovery-codes.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import { recoveryCodeRepository, table } from './store.ts';

export const recoveryCodes = once(() =>
  createRecoveryCodes({ recoveryCodeRepository: recoveryCodeRepository(), sealing: sealing(), table: table() }),
);
