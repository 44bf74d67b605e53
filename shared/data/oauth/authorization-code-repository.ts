import { once } from '#shared/config/once.ts';
import type { AuthorizationCode } from '#shared/domain/oauth/authorization-code.ts';
import { keys } from '../keys.ts';
import { fromItem, table, toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

const type = 'AuthorizationCode';

// A spent code is kept for a while: whoever brings it again has to be noticed.
const keptMs = 3_600_000;

/** Authorization codes by their digest. */
export const authorizationCodeRepository = once(() => ({
  create: (poolId: string, digest: string, code: AuthorizationCode): Write => ({
    put: toItem(type, keys.authorizationCode(poolId, digest), code, { ttl: ttl(code.expiresAt + keptMs) }),
    when: { expression: 'attribute_not_exists(pk)', refused: () => new Error('The authorization code is not new.') },
  }),

  find: async (poolId: string, digest: string): Promise<AuthorizationCode | undefined> => {
    const item = await table().get(keys.authorizationCode(poolId, digest));
    return item && fromItem<AuthorizationCode>(type, item);
  },

  /** Spends it for a token family, once; `refused` gives the error where it was spent before. */
  spend: (poolId: string, digest: string, familyId: string, refused: () => Error): Write => ({
    update: keys.authorizationCode(poolId, digest),
    expression: 'SET #data.spentFor = :family',
    names: { '#data': 'data' },
    values: { ':family': familyId },
    when: { expression: 'attribute_exists(pk) AND attribute_not_exists(#data.spentFor)', refused },
  }),
}));
