import { once } from '#shared/config/once.ts';
import type { SigningKey } from '#shared/domain/user-pools/user-pool.ts';
import { fromItem, table, toItem } from '../table.ts';
import { Conflict, type Write } from '../write.ts';
import { identityKeys } from './identity-keys.ts';

const type = 'IdentitySigningKey';

const rotatedMeanwhile = (): Error =>
  new Conflict('ConcurrentModificationException', 'The keys were rotated by another request.');

/** The keys that sign the tokens of identity pools. All pools of the deployment share them. */
export const identitySigningKeyRepository = once(() => ({
  all: async (): Promise<readonly SigningKey[]> => {
    const items = await table().partition(identityKeys.signingKeysPartition);
    return items.map((item) => fromItem<SigningKey>(type, item));
  },

  put: (key: SigningKey): Write => ({ put: toItem(type, identityKeys.signingKey(key.kid), key) }),

  /** Says until when a key is published that no other request has retired. Throws Conflict. */
  retire: (key: SigningKey): Write => ({
    put: toItem(type, identityKeys.signingKey(key.kid), key),
    when: {
      expression: 'attribute_exists(pk) AND attribute_not_exists(#data.publishedUntil)',
      names: { '#data': 'data' },
      refused: rotatedMeanwhile,
    },
  }),

  remove: ({ kid }: SigningKey): Write => ({ remove: identityKeys.signingKey(kid) }),
}));
