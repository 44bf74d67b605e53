/**
 * Makes a user pool, with the keys that seal its secrets and sign its tokens.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
 */

import type { CreateUserPoolRequest, CreateUserPoolResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { usualBounds } from '#shared/api/validation.ts';
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { poolRepository } from '#shared/data/pools/pool-repository.ts';
import { table } from '#shared/data/table.ts';
import { assertFirstFactors, assertSecondFactors } from '#shared/domain/user-pools/factors.ts';
import { assertKeyIsHere } from '#shared/domain/user-pools/key-configuration.ts';
import { newPoolId, regionForPool } from '#shared/domain/user-pools/pool-id.ts';
import { toSchema } from '#shared/domain/user-pools/schema.ts';
import { assertSettings } from '#shared/domain/user-pools/settings-rules.ts';
import { assertCallable } from '#shared/domain/user-pools/trigger-functions.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { signed } from '#shared/operations/signed.ts';
import { dataKeysFor } from '#shared/services/sealing/sealing.ts';
import { makeSigningKeys } from '#shared/services/signing-keys/signing-keys.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';
import { toUserPool } from '#shared/wire/user-pool.ts';
import * as shape from '#shared/wire/user-pool-shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  PoolName: shape.UserPoolNameType,
  Schema: v.optional(shape.SchemaAttributesListType),
  ...shape.poolSettings,
}) satisfies RequestOf<CreateUserPoolRequest>;

export const { definition, handler } = signed({
  name: 'CreateUserPool',
  request,
  // Five texts of 20,000 characters, each of six bytes where a client escapes it.
  bounds: { ...usualBounds, bodyBytes: 1024 * 1024 },
  throws: ['FeatureUnavailableInTierException'],
  run: async ({ PoolName, Schema, ...settings }, { caller }): Promise<Wire<CreateUserPoolResponse>> => {
    assertSettings(settings);
    assertCallable(settings, environment());
    assertKeyIsHere(settings, environment());
    assertSecondFactors({ settings });
    assertFirstFactors({ settings });
    const schema = toSchema(Schema);
    const id = newPoolId(regionForPool(environment(), caller.region));
    const createdAt = now();
    const keys = dataKeysFor(settings);
    const [{ wrapped }, signingKeys] = await Promise.all([
      keys.make({ pool: id, purpose: 'general' }),
      makeSigningKeys(keys, id, { createdAt, activeFrom: createdAt }),
    ]);
    const dataKeys = { general: wrapped };
    const pool: UserPool = {
      id,
      name: PoolName,
      settings,
      schema,
      createdAt,
      updatedAt: createdAt,
      version: 1,
      dataKeys,
    };
    await table().write([poolRepository().create(pool), ...signingKeys.map(poolRepository().putSigningKey)]);
    return { UserPool: toUserPool(pool, 0, environment()) };
  },
});
