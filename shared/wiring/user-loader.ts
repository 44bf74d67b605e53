import { createUserLoader } from '#shared/services/imports/create-user-loader.ts';
import { createRecordBelongings } from '#shared/services/imports/record-belongings.ts';
import { knownGroups } from './known-groups.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import {
  deviceRepository,
  passkeyRepository,
  recoveryCodeRepository,
  softwareTokenRepository,
  table,
  userRepository,
} from './store.ts';
import { userChanges, users } from './users.ts';

export const userLoader = once(() =>
  createUserLoader({
    belongings: createRecordBelongings({
      deviceRepository: deviceRepository(),
      passkeys: passkeyRepository(),
      recoveryCodeRepository: recoveryCodeRepository(),
      softwareTokenRepository: softwareTokenRepository(),
      userRepository: userRepository(),
    }),
    knownGroups: knownGroups(),
    sealing: sealing(),
    table: table(),
    userChanges: userChanges(),
    users: users(),
  }),
);
