import { once } from '#shared/config/once.ts';
import type { SigningKey } from '#shared/domain/user-pools/user-pool.ts';
import { fromItem, table, toItem } from '../table.ts';
import type { Write } from '../write.ts';
import { identityKeys } from './identity-keys.ts';

const type = 'IdentitySigningKey';

/** The keys that sign the tokens of identity pools. All pools of the deployment share them. */
export const identitySigningKeyRepository = once(() => ({
  all: async (): Promise<readonly SigningKey[]> => {
    const items = await table().partition(identityKeys.signingKeysPartition);
    return items.map((item) => fromItem<SigningKey>(type, item));
  },

  put: (key: SigningKey): Write => ({ put: toItem(type, identityKeys.signingKey(key.kid), key) }),

  remove: ({ kid }: SigningKey): Write => ({ remove: identityKeys.signingKey(kid) }),
}));
