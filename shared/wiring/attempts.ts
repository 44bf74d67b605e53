import { createAttempts } from '#shared/services/sign-in/attempts.ts';
import { once } from './once.ts';
import { failureRepository } from './store.ts';

export const attempts = once(() => createAttempts({ failures: failureRepository() }));
