import { createReplacePassword } from '#shared/services/passwords/replace-password.ts';
import { codes } from './codes.ts';
import { once } from './once.ts';
import { passwords } from './passwords.ts';
import { sessionRepository, table, tokenFamilyRepository } from './store.ts';
import { userChanges } from './users.ts';

export const replacePassword = once(() =>
  createReplacePassword({
    codes: codes(),
    families: tokenFamilyRepository(),
    passwords: passwords(),
    sessionRepository: sessionRepository(),
    table: table(),
    userChanges: userChanges(),
  }),
);
