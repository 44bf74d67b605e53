import { createSessionPlaces } from '#shared/services/sessions/session-places.ts';
import { createUserSessions } from '#shared/services/sessions/user-sessions.ts';
import { once } from './once.ts';
import { sessionRepository, table, tokenFamilyRepository } from './store.ts';

export const sessionPlaces = once(() =>
  createSessionPlaces({ families: tokenFamilyRepository(), sessionRepository: sessionRepository() }),
);

export const userSessions = once(() =>
  createUserSessions({ families: tokenFamilyRepository(), sessionRepository: sessionRepository(), table: table() }),
);
