import { once } from '#shared/config/once.ts';
import type { SamlSigningKey } from '#shared/domain/federation/saml-signing-key.ts';
import { providerKeys } from '../provider-keys.ts';
import { fromItem, ofVersion, table, toItem } from '../table.ts';
import type { Write } from '../write.ts';

const type = 'SamlSigningKey';

/** Keys by which pools sign what they send to SAML providers, beside the pool's providers. */
export const samlSigningKeyRepository = once(() => ({
  find: async (poolId: string): Promise<SamlSigningKey | undefined> => {
    const item = await table().get(providerKeys.samlSigningKey(poolId));
    return item && fromItem<SamlSigningKey>(type, item);
  },

  /** Makes the key of a pool; `refused` gives the error where it has one. */
  create: (poolId: string, key: SamlSigningKey, refused: () => Error): Write => ({
    put: toItem(type, providerKeys.samlSigningKey(poolId), key),
    when: { expression: 'attribute_not_exists(pk)', refused },
  }),

  /** Gives its key to a pool that is being restored. Until the pool is there, nobody sees it. */
  restore: (poolId: string, key: SamlSigningKey): Write => ({
    put: toItem(type, providerKeys.samlSigningKey(poolId), key),
  }),

  /** Replaces the version before it; `refused` gives the error where another change came first. */
  update: (poolId: string, before: SamlSigningKey, after: SamlSigningKey, refused: () => Error): Write => ({
    put: toItem(type, providerKeys.samlSigningKey(poolId), after),
    when: ofVersion(before.version, refused),
  }),
}));
