import { createChallengeSessions } from '#shared/services/sign-in/challenge-sessions.ts';
import { createSignUpSessions } from '#shared/services/sign-in/continued-sign-up.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';

export const challengeSessions = once(() => createChallengeSessions({ sealing: sealing() }));

export const signUpSessions = once(() => createSignUpSessions({ challengeSessions: challengeSessions() }));
