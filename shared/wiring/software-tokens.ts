import { createSoftwareTokens } from '#shared/services/totp/software-tokens.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import { softwareTokenRepository, table } from './store.ts';
import { userChanges, users } from './users.ts';

export const softwareTokens = once(() =>
  createSoftwareTokens({
    sealing: sealing(),
    softwareTokenRepository: softwareTokenRepository(),
    table: table(),
    userChanges: userChanges(),
    users: users(),
  }),
);
