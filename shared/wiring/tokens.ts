import { createRefresh } from '#shared/services/tokens/refresh.ts';
import { createTokens } from '#shared/services/tokens/tokens.ts';
import { once } from './once.ts';
import { refreshTokens } from './refresh-tokens.ts';
import { sealing } from './sealing.ts';
import { table, tokenFamilyRepository } from './store.ts';
import { triggers } from './triggers.ts';

export const tokens = once(() =>
  createTokens({
    table: table(),
    families: tokenFamilyRepository(),
    refreshTokens: refreshTokens(),
    sealing: sealing(),
    triggers: triggers(),
  }),
);

export const refresh = once(() =>
  createRefresh({
    families: tokenFamilyRepository(),
    refreshTokens: refreshTokens(),
    table: table(),
    tokens: tokens(),
  }),
);
