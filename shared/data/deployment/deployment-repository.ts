import { once } from '#shared/config/once.ts';
import type { WrappedKey } from '#shared/domain/user-pools/user-pool.ts';
import { keys } from '../keys.ts';
import { fromItem, table, toItem } from '../table.ts';

class AlreadyMade extends Error {}

/** What belongs to no pool: the deployment's wrapped data key. */
export const deploymentRepository = once(() => {
  const find = async (): Promise<WrappedKey | undefined> => {
    const item = await table().get(keys.deploymentKey());
    return item && fromItem<{ wrapped: WrappedKey }>('DataKey', item).wrapped;
  };

  return {
    /** The deployment's data key. Where there is none, `make` gives it; of two made at once, the first stays. */
    dataKey: async (make: () => Promise<WrappedKey>): Promise<WrappedKey> => {
      const known = await find();
      if (known) return known;
      const wrapped = await make();
      const put = {
        put: toItem('DataKey', keys.deploymentKey(), { wrapped }),
        when: { expression: 'attribute_not_exists(pk)', refused: () => new AlreadyMade() },
      };
      try {
        await table().write([put]);
        return wrapped;
      } catch (error) {
        const made = error instanceof AlreadyMade ? await find() : undefined;
        if (!made) throw error;
        return made;
      }
    },
  };
});
