/**
 * Deletes a pool. The pool is gone at once, and its users and app clients are deleted soon after.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPool.html
 */

import type { DeleteUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { now } from '#shared/config/clock.ts';
import { deletedPoolRepository } from '#shared/data/pools/deleted-pool-repository.ts';
import { poolRepository } from '#shared/data/pools/pool-repository.ts';
import { searchIndexingRepository } from '#shared/data/pools/search-indexing-repository.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { workers } from '#shared/gateways/workers.ts';
import { signed } from '#shared/operations/signed.ts';
import { forgetPool, noPool } from '#shared/services/directory/directory.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<DeleteUserPoolRequest>;

const isProtected = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
  );

const hasDomain = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'User pool cannot be deleted. It has a domain configured that should be deleted first.',
  );

export const { definition, handler } = signed({
  name: 'DeleteUserPool',
  request,
  throws: [],
  run: async ({ UserPoolId: userPoolId }) => {
    const bury = async (): Promise<boolean> => {
      const record = await poolRepository().find(userPoolId);
      if (!record) return false;
      const { pool, signingKeys } = record;
      if (pool.settings.DeletionProtection === 'ACTIVE') throw isProtected();
      if (pool.domain !== undefined || pool.customDomain !== undefined) throw hasDomain();
      const tombstone = deletedPoolRepository().put({ pool, deletedAt: now() });
      await table().write([
        tombstone,
        poolRepository().remove(pool),
        ...signingKeys.map(poolRepository().removeSigningKey),
        ...(pool.search ? [searchIndexingRepository().remove(pool.id)] : []),
      ]);
      forgetPool(pool);
      return true;
    };
    const wasThere = await retryOnConflict(bury);
    // A second request, after a lost answer or a failure, has the work continue.
    const isUnfinished = wasThere || (await deletedPoolRepository().find(userPoolId)) !== undefined;
    if (isUnfinished) await workers().start('PurgeUserPool', { userPoolId });
    if (!wasThere) throw noPool(userPoolId);
    return {};
  },
});
