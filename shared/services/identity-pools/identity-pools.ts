import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { deletedIdentityPoolRepository } from '#shared/data/identity-pools/deleted-identity-pool-repository.ts';
import { identityPoolRepository } from '#shared/data/identity-pools/identity-pool-repository.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { findIdentityPoolId, type IdentityPool, identityPoolArn } from '#shared/domain/identity-pools/identity-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { workers } from '#shared/gateways/workers.ts';
import { cached } from '../cache/cache.ts';

/** What is to change in an identity pool. */
type IdentityPoolUpdate = Partial<Omit<IdentityPool, 'id' | 'createdAt' | 'updatedAt' | 'version'>>;

/** The exception for an identity pool that does not exist. */
const noIdentityPool = (poolId: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `IdentityPool '${poolId}' not found.`);

const known = cached((poolId) => identityPoolRepository().find(poolId));

/** The pool as it was up to ten seconds ago. Throws ResourceNotFoundException. */
export const cachedIdentityPool = async (poolId: string): Promise<IdentityPool> => {
  const pool = await known.find(poolId);
  if (!pool) throw noIdentityPool(poolId);
  return pool;
};

/** The pool as the store has it. Throws ResourceNotFoundException. */
export const getIdentityPool = async (poolId: string): Promise<IdentityPool> => {
  const pool = await identityPoolRepository().find(poolId);
  if (!pool) throw noIdentityPool(poolId);
  return pool;
};

/**
 * Changes a pool, and tries again after a conflict. Throws ResourceNotFoundException, or
 * ConcurrentModificationException after the last try.
 */
export const changeIdentityPool = (
  poolId: string,
  change: (pool: IdentityPool) => IdentityPoolUpdate,
): Promise<IdentityPool> =>
  retryOnConflict(async () => {
    const pool = await getIdentityPool(poolId);
    const changed = { ...pool, ...change(pool), updatedAt: now(), version: pool.version + 1 };
    await table().write([identityPoolRepository().update(changed)]);
    known.forget(poolId);
    return changed;
  });

/**
 * Deletes a pool, whatever it has become meanwhile, and has a worker delete its identities. Throws
 * ResourceNotFoundException.
 */
export const deleteIdentityPool = async (poolId: string): Promise<void> => {
  const wasThere = await retryOnConflict(async () => {
    const pool = await identityPoolRepository().find(poolId);
    if (!pool) return false;
    const buried = deletedIdentityPoolRepository().put({ poolId, deletedAt: now() });
    await table().write([buried, identityPoolRepository().remove(pool)]);
    known.forget(poolId);
    return true;
  });
  // A second request, after a lost answer or a failure, has the work continue.
  const isUnfinished = wasThere || (await deletedIdentityPoolRepository().find(poolId)) !== undefined;
  if (isUnfinished) await workers().start('PurgeIdentityPool', { identityPoolId: poolId });
  if (!wasThere) throw noIdentityPool(poolId);
};

/**
 * The id of the identity pool in an ARN of this deployment. Throws InvalidParameterException for an ARN of anything but
 * an identity pool, ResourceNotFoundException for one of another Region or account.
 */
export const identityPoolIdOfArn = (arn: string): string => {
  const poolId = findIdentityPoolId(arn);
  if (poolId === undefined) {
    throw new CognitoException('InvalidParameterException', `${arn} is not the ARN of an identity pool.`);
  }
  if (arn !== identityPoolArn(poolId, environment())) throw noIdentityPool(poolId);
  return poolId;
};
