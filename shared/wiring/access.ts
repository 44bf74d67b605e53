import { createAccess } from '#shared/services/users/access.ts';
import { once } from './once.ts';
import { table } from './store.ts';
import { userChanges, users } from './users.ts';

export const access = once(() => createAccess({ table: table(), userChanges: userChanges(), users: users() }));
