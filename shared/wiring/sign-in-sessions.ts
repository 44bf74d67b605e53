import { createSignUpSessions } from '#shared/services/sign-in/continued-sign-up.ts';
import { createSessions } from '#shared/services/sign-in/sessions.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';

export const sessions = once(() => createSessions({ sealing: sealing() }));

export const signUpSessions = once(() => createSignUpSessions({ sessions: sessions() }));
