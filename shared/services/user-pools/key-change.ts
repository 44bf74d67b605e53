/** Has another key wrap the data keys of a pool: they stay the same, so all that is sealed under them opens as before. */
import { type PoolRecord, poolRepository } from '#shared/data/pools/pool-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { ownKeyOf } from '#shared/domain/user-pools/key-configuration.ts';
import type { PoolSettings, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { KeyUnusable } from '#shared/errors/key-unusable.ts';
import { keyWrapper } from '#shared/gateways/key-wrapper.ts';

/** What has to be written together with the pool, whose version says that no data key came or went meanwhile. */
interface Rewrapped extends Pick<UserPool, 'dataKeys'> {
  readonly signingKeys: readonly Write[];
}

// Of two keys, KMS does not say which one it refuses.
const assertUsable = async (poolId: string, keyArn: string): Promise<void> => {
  try {
    await keyWrapper().generate({ pool: poolId, purpose: 'general' }, keyArn);
  } catch (error) {
    if (!(error instanceof KeyUnusable)) throw error;
    const message = `KeyConfiguration.KmsKeyArn cannot be used: ${error.reason}.`;
    throw new CognitoException('InvalidParameterException', message, { cause: error });
  }
};

/** Throws InvalidParameterException where another key is to wrap the pool's data keys and cannot be used. */
export const assertNextKeyUsable = async (pool: UserPool, next: PoolSettings): Promise<void> => {
  const keyArn = ownKeyOf(next);
  if (keyArn !== undefined && keyArn !== ownKeyOf(pool.settings)) await assertUsable(pool.id, keyArn);
};

/**
 * The data keys of a pool and of all its signing keys, wrapped by the key of that ARN, or by the key of the deployment.
 * Throws InvalidParameterException where that key, or the pool's present one, cannot be used.
 */
export const rewrapped = async ({ pool, signingKeys }: PoolRecord, keyArn: string | undefined): Promise<Rewrapped> => {
  if (keyArn !== undefined) await assertUsable(pool.id, keyArn);
  const rewrap = keyWrapper().rewrap;
  const [general, ...ofSigningKeys] = await Promise.all([
    rewrap(pool.dataKeys.general, { pool: pool.id, purpose: 'general' }, keyArn),
    ...signingKeys.map(async (key) => ({
      ...key,
      dataKey: await rewrap(key.dataKey, { pool: pool.id, purpose: 'signing' }, keyArn),
    })),
  ]);
  return { dataKeys: { general }, signingKeys: ofSigningKeys.map(poolRepository().putSigningKey) };
};
