import { createAttempts } from '#shared/services/sign-in/attempts.ts';
import { once } from './once.ts';
import { userRepository } from './store.ts';

export const attempts = once(() => createAttempts({ users: userRepository() }));
