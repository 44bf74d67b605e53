import { once } from '#shared/config/once.ts';
import type { OperatorConfiguration } from '#shared/domain/operators/operators.ts';
import type { Key } from '../keys.ts';
import { fromItem, table, toItem } from '../table.ts';
import type { Write } from '../write.ts';

const key: Key = { pk: 'OPERATORS', sk: 'CONFIG' };
const type = 'OperatorConfiguration';

/** Who the deployment's operators are: one item. */
export const operatorRepository = once(() => ({
  find: async (): Promise<OperatorConfiguration | undefined> => {
    const item = await table().get(key);
    return item && fromItem<OperatorConfiguration>(type, item);
  },

  put: (configuration: OperatorConfiguration): Write => ({ put: toItem(type, key, configuration) }),

  /** It changes nothing where there is none. */
  remove: (): Write => ({ remove: key }),
}));
