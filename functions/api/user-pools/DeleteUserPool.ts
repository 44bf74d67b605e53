/**
 * Deletes a pool: it is gone at once, its users and app clients are deleted soon after.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPool.html
 */
import type { DeleteUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { now } from '#shared/config/clock.ts';
import { retryOnConflict } from '#shared/data/conflict.ts';
import type { DeletedPoolRepository } from '#shared/data/pools/deleted-pool-repository.ts';
import type { PoolRepository } from '#shared/data/pools/pool-repository.ts';
import type { SearchIndexingRepository } from '#shared/data/pools/search-indexing-repository.ts';
import type { Table } from '#shared/data/table.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { Workers } from '#shared/gateways/workers.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import { type Directory, noPool } from '#shared/services/directory/directory.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { directory } from '#shared/wiring/directory.ts';
import { searchIndexingRepository } from '#shared/wiring/job-stores.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { deletedPoolRepository, poolRepository, table } from '#shared/wiring/store.ts';
import { workers } from '#shared/wiring/workers.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<DeleteUserPoolRequest>;

interface Deps {
  readonly deletedPools: DeletedPoolRepository;
  readonly directory: Directory;
  readonly indexings: SearchIndexingRepository;
  readonly pools: PoolRepository;
  readonly table: Table;
  readonly workers: Workers;
}

const isProtected = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
  );

const deleteUserPool =
  ({ deletedPools, directory, indexings, pools, table, workers }: Deps): Run<typeof request, object, SignedCaller> =>
  async ({ UserPoolId: userPoolId }) => {
    const bury = async (): Promise<boolean> => {
      const record = await pools.find(userPoolId);
      if (!record) return false;
      const { pool, signingKeys } = record;
      if (pool.settings.DeletionProtection === 'ACTIVE') throw isProtected();
      const tombstone = deletedPools.put({ pool, deletedAt: now() });
      await table.write([
        tombstone,
        pools.remove(pool),
        ...signingKeys.map(pools.removeSigningKey),
        ...(pool.search ? [indexings.remove(pool.id)] : []),
      ]);
      directory.forgetPool(pool);
      return true;
    };
    const wasThere = await retryOnConflict(bury);
    // Whoever asks again, as the first answer was lost or a failure, has the work go on.
    const isUnfinished = wasThere || (await deletedPools.find(userPoolId)) !== undefined;
    if (isUnfinished) await workers.start('PurgeUserPool', { userPoolId });
    if (!wasThere) throw noPool(userPoolId);
    return {};
  };

export const definition = define({
  name: 'DeleteUserPool',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({
    deletedPools: deletedPoolRepository(),
    directory: directory(),
    indexings: searchIndexingRepository(),
    pools: poolRepository(),
    table: table(),
    workers: workers(),
  }),
  run: deleteUserPool,
});

export const handler = operation(definition, signed);
