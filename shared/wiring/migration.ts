import { createMigration } from '#shared/services/sign-in/migration.ts';
import { once } from './once.ts';
import { passwords } from './passwords.ts';
import { table } from './store.ts';
import { triggers } from './triggers.ts';
import { userChanges, users } from './users.ts';

export const migration = once(() =>
  createMigration({
    passwords: passwords(),
    table: table(),
    triggers: triggers(),
    userChanges: userChanges(),
    users: users(),
  }),
);
