import { once } from '#shared/config/once.ts';
import type { AccessKey } from '#shared/domain/access-keys/access-key.ts';
import { keys } from '../keys.ts';
import { fromItem, type Item, table, toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

/** Access keys: one item each. */
export const accessKeyRepository = once(() => ({
  find: async (accessKeyId: string): Promise<AccessKey | undefined> => {
    const item = await table().get(keys.accessKey(accessKeyId));
    return item && fromItem<AccessKey>('AccessKey', item);
  },

  /** The same, and the item with the limits of the deployment, by the same request. */
  findWithLimits: async (accessKeyId: string): Promise<{ key: AccessKey | undefined; limits: Item | undefined }> => {
    const [item, limits] = await table().getAll([keys.accessKey(accessKeyId), keys.deploymentLimits()]);
    return { key: item && fromItem<AccessKey>('AccessKey', item), limits };
  },

  /**
   * The key signs nothing any more, which changes nothing if it was off before. Throws `refused` where there is no such
   * key.
   */
  disable: (accessKeyId: string, refused: () => Error): Write => ({
    update: keys.accessKey(accessKeyId),
    expression: 'SET #data.#enabled = :no',
    names: { '#data': 'data', '#enabled': 'enabled' },
    values: { ':no': false },
    when: { expression: 'attribute_exists(pk)', refused },
  }),

  /** A key for an operator's session goes when it has expired. */
  put: (accessKey: AccessKey): Write => ({
    put: toItem('AccessKey', keys.accessKey(accessKey.id), accessKey, {
      ...(accessKey.operator && { ttl: ttl(accessKey.operator.expiresAt) }),
    }),
  }),
}));
