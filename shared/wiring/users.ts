import { createUserChanges } from '#shared/services/users/user-changes.ts';
import { createUsers } from '#shared/services/users/users.ts';
import { once } from './once.ts';
import { memberRepository, userRepository } from './store.ts';
import { lookupTiming } from './timing.ts';

export const users = once(() => createUsers({ lookupTiming: lookupTiming(), userRepository: userRepository() }));

export const userChanges = once(() =>
  createUserChanges({ members: memberRepository(), userRepository: userRepository() }),
);
