import { once } from '#shared/config/once.ts';
import type { PendingAccount } from '#shared/domain/federation/pending-account.ts';
import { providerKeys } from '../provider-keys.ts';
import { fromItem, table, toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

const type = 'PendingAccount';

/** People on the page that asks for their account, by a digest of what only their browser knows. */
export const pendingAccountRepository = once(() => ({
  /** One that is over may still be found. */
  find: async (poolId: string, digest: string): Promise<PendingAccount | undefined> => {
    const item = await table().get(providerKeys.pendingAccount(poolId, digest));
    return item && fromItem<PendingAccount>(type, item);
  },

  create: (poolId: string, digest: string, pending: PendingAccount): Write => ({
    put: toItem(type, providerKeys.pendingAccount(poolId, digest), pending, { ttl: ttl(pending.expiresAt) }),
  }),

  /** Uses it up. Of two answers, one succeeds, and `refused` gives the other's error. */
  spend: (poolId: string, digest: string, refused: () => Error): Write => ({
    remove: providerKeys.pendingAccount(poolId, digest),
    when: { expression: 'attribute_exists(pk)', refused },
  }),
}));
