import { createPasswords } from '#shared/services/passwords/passwords.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import { userRepository } from './store.ts';

export const passwords = once(() => createPasswords({ userRepository: userRepository(), sealing: sealing() }));
