import { createSessionSlots } from '#shared/services/sessions/session-slots.ts';
import { createUserSessions } from '#shared/services/sessions/user-sessions.ts';
import { once } from './once.ts';
import { sessionRepository, table, tokenFamilyRepository } from './store.ts';

export const sessionSlots = once(() =>
  createSessionSlots({ families: tokenFamilyRepository(), sessionRepository: sessionRepository() }),
);

export const userSessions = once(() =>
  createUserSessions({ families: tokenFamilyRepository(), sessionRepository: sessionRepository(), table: table() }),
);
