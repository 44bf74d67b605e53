import { createRefresh } from '#shared/services/tokens/refresh.ts';
import { createTokens } from '#shared/services/tokens/tokens.ts';
import { knownGroups } from './known-groups.ts';
import { once } from './once.ts';
import { refreshTokens } from './refresh-tokens.ts';
import { revocation } from './revocation.ts';
import { sealing } from './sealing.ts';
import { sessionPlaces } from './sessions.ts';
import { table, tokenFamilyRepository } from './store.ts';
import { triggers } from './triggers.ts';

export const tokens = once(() =>
  createTokens({
    table: table(),
    families: tokenFamilyRepository(),
    knownGroups: knownGroups(),
    places: sessionPlaces(),
    refreshTokens: refreshTokens(),
    sealing: sealing(),
    triggers: triggers(),
  }),
);

export const refresh = once(() =>
  createRefresh({
    families: tokenFamilyRepository(),
    places: sessionPlaces(),
    refreshTokens: refreshTokens(),
    revocation: revocation(),
    table: table(),
    tokens: tokens(),
  }),
);
