import { createRefresh } from '#shared/services/tokens/refresh.ts';
import { createTokens } from '#shared/services/tokens/tokens.ts';
import { knownGroups } from './known-groups.ts';
import { once } from './once.ts';
import { refreshTokens } from './refresh-tokens.ts';
import { revocation } from './revocation.ts';
import { sealing } from './sealing.ts';
import { sessionSlots } from './sessions.ts';
import { table, tokenFamilyRepository } from './store.ts';
import { triggers } from './triggers.ts';

export const tokens = once(() =>
  createTokens({
    table: table(),
    families: tokenFamilyRepository(),
    knownGroups: knownGroups(),
    sessionSlots: sessionSlots(),
    refreshTokens: refreshTokens(),
    sealing: sealing(),
    triggers: triggers(),
  }),
);

export const refresh = once(() =>
  createRefresh({
    families: tokenFamilyRepository(),
    sessionSlots: sessionSlots(),
    refreshTokens: refreshTokens(),
    revocation: revocation(),
    table: table(),
    tokens: tokens(),
  }),
);
