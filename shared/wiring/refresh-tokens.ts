import { createRefreshTokens } from '#shared/services/tokens/refresh-tokens.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';

export const refreshTokens = once(() => createRefreshTokens({ sealing: sealing() }));
