import { createUserChanges } from '#shared/services/users/user-changes.ts';
import { createUsers } from '#shared/services/users/users.ts';
import { once } from './once.ts';
import { pace } from './pace.ts';
import { memberRepository, userRepository } from './store.ts';

export const users = once(() => createUsers({ pace: pace(), users: userRepository() }));

export const userChanges = once(() => createUserChanges({ members: memberRepository(), users: userRepository() }));
