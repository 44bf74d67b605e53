import { once } from '#shared/config/once.ts';
import type { PoolDomain } from '#shared/domain/user-pool-domains/pool-domain.ts';
import { keys } from '../keys.ts';
import { fromItem, ofVersion, table, toItem } from '../table.ts';
import { Conflict, type Write } from '../write.ts';

const type = 'Domain';

const changedMeanwhile = (): Error =>
  new Conflict('ConcurrentModificationException', 'The domain was changed by another request.');

/** Domains of pools by name, in one namespace for the whole deployment. */
export const domainRepository = once(() => ({
  find: async (name: string): Promise<PoolDomain | undefined> => {
    const item = await table().get(keys.domain(name));
    return item && fromItem<PoolDomain>(type, item);
  },

  /** Makes a domain whose name is not taken by any pool; `taken` gives the error where it is. */
  create: (domain: PoolDomain, taken: () => Error): Write => ({
    put: toItem(type, keys.domain(domain.name), domain),
    when: { expression: 'attribute_not_exists(pk)', refused: taken },
  }),

  /** Replaces the version before it. Throws Conflict where another change came first. */
  update: (domain: PoolDomain): Write => ({
    put: toItem(type, keys.domain(domain.name), domain),
    when: ofVersion(domain.version - 1, changedMeanwhile),
  }),

  remove: (name: string): Write => ({ remove: keys.domain(name) }),
}));
