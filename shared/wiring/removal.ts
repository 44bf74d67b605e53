import { createRemoval } from '#shared/services/users/removal.ts';
import { once } from './once.ts';
import { table, userRepository } from './store.ts';
import { userChanges } from './users.ts';

export const removal = once(() =>
  createRemoval({ table: table(), userChanges: userChanges(), userRepository: userRepository() }),
);
