import { once } from '#shared/config/once.ts';
import type { ProviderTestStatus } from '#shared/domain/federation/provider-test.ts';
import type { Sealed } from '#shared/domain/user-pools/user-pool.ts';
import { providerKeys } from '../provider-keys.ts';
import { fromItem, ofVersion, table, toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

const type = 'ProviderTest';

/** A try of a provider. */
export interface ProviderTest {
  readonly poolId: string;
  /** Digest of its id. */
  readonly digest: string;
  readonly clientId: string;
  readonly providerName: string;
  readonly status: ProviderTestStatus;
  /** What came of it, sealed; undefined before it is over. */
  readonly outcome?: Sealed;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** Counts its steps. A write states the step that it was made from, so that each is taken once. */
  readonly version: number;
}

const keyOf = ({ poolId, digest }: Pick<ProviderTest, 'poolId' | 'digest'>) =>
  providerKeys.providerTest(poolId, digest);

/** Tries of providers, until they are read or over. */
export const providerTestRepository = once(() => ({
  /** One that is over may still be found. */
  find: async (named: Pick<ProviderTest, 'poolId' | 'digest'>): Promise<ProviderTest | undefined> => {
    const item = await table().get(keyOf(named));
    return item && fromItem<ProviderTest>(type, item);
  },

  create: (test: ProviderTest): Write => ({ put: toItem(type, keyOf(test), test, { ttl: ttl(test.expiresAt) }) }),

  /** The next step. Of two requests one takes it, and `refused` gives the other's error. */
  update: (test: ProviderTest, refused: () => Error): Write => ({
    put: toItem(type, keyOf(test), test, { ttl: ttl(test.expiresAt) }),
    when: ofVersion(test.version - 1, refused),
  }),

  /** Of two requests one removes it, and `refused` gives the other's error. */
  remove: (test: ProviderTest, refused: () => Error): Write => ({
    remove: keyOf(test),
    when: ofVersion(test.version, refused),
  }),
}));
