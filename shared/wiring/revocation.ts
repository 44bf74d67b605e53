import { createRevocation } from '#shared/services/tokens/revocation.ts';
import { once } from './once.ts';
import { refreshTokens } from './refresh-tokens.ts';
import { sessionRepository, table, tokenFamilyRepository, userRepository } from './store.ts';

export const revocation = once(() =>
  createRevocation({
    families: tokenFamilyRepository(),
    refreshTokens: refreshTokens(),
    sessionRepository: sessionRepository(),
    table: table(),
    userRepository: userRepository(),
  }),
);
