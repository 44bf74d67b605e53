import { createNewUsers } from '#shared/services/users/new-users.ts';
import { invitations } from './invitations.ts';
import { messageLimits } from './message-limits.ts';
import { once } from './once.ts';
import { triggers } from './triggers.ts';
import { userChanges, users } from './users.ts';

export const newUsers = once(() =>
  createNewUsers({
    invitations: invitations(),
    limits: messageLimits(),
    triggers: triggers(),
    userChanges: userChanges(),
    users: users(),
  }),
);
