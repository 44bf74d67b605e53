import { createNewUsers } from '#shared/services/users/new-users.ts';
import { invitations } from './invitations.ts';
import { once } from './once.ts';
import { table } from './store.ts';
import { triggers } from './triggers.ts';
import { userChanges, users } from './users.ts';

export const newUsers = once(() =>
  createNewUsers({
    invitations: invitations(),
    table: table(),
    triggers: triggers(),
    userChanges: userChanges(),
    users: users(),
  }),
);
