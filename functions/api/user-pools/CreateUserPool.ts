/**
 * Makes a user pool, with the keys that seal its secrets and sign its tokens.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
 */
import type { CreateUserPoolRequest, CreateUserPoolResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { usualBounds } from '#shared/api/bounds.ts';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import type { PoolRepository } from '#shared/data/pools/pool-repository.ts';
import type { Table } from '#shared/data/table.ts';
import { assertSecondFactors } from '#shared/domain/user-pools/factors.ts';
import { newPoolId } from '#shared/domain/user-pools/pool-id.ts';
import { toSchema } from '#shared/domain/user-pools/schema.ts';
import { assertSettings } from '#shared/domain/user-pools/settings-rules.ts';
import { assertCallable, type CallableFunctions } from '#shared/domain/user-pools/trigger-functions.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Sealing } from '#shared/services/sealing/sealing.ts';
import { makeSigningKeys } from '#shared/services/signing-keys/signing-keys.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { type AwsAccount, toUserPool } from '#shared/wire/user-pool.ts';
import * as shape from '#shared/wire/user-pool-shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { sealing } from '#shared/wiring/sealing.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { poolRepository, table } from '#shared/wiring/store.ts';

const request = v.object({
  PoolName: shape.UserPoolNameType,
  Schema: v.optional(shape.SchemaAttributesListType),
  ...shape.poolSettings,
}) satisfies RequestOf<CreateUserPoolRequest>;

interface Deps {
  readonly place: AwsAccount & CallableFunctions;
  readonly pools: PoolRepository;
  readonly sealing: Sealing;
  readonly table: Table;
}

const createUserPool =
  ({ place, pools, sealing, table }: Deps): Run<typeof request, Wire<CreateUserPoolResponse>, SignedCaller> =>
  async ({ PoolName, Schema, ...settings }) => {
    assertSettings(settings);
    assertCallable(settings, place);
    assertSecondFactors({ settings });
    const schema = toSchema(Schema);
    const id = newPoolId(place.region);
    const createdAt = now();
    const [{ wrapped }, signingKeys] = await Promise.all([
      sealing.make({ pool: id, purpose: 'general' }),
      makeSigningKeys(sealing, id, { createdAt, activeFrom: createdAt }),
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
    await table.write([pools.create(pool), ...signingKeys.map(pools.putSigningKey)]);
    return { UserPool: toUserPool(pool, 0, place) };
  };

export const definition = define({
  name: 'CreateUserPool',
  caller: 'signed',
  request,
  // Five texts of 20,000 characters, of six bytes each where a client escapes them.
  bounds: { ...usualBounds, bodyBytes: 1024 * 1024 },
  throws: [],
  deps: () => ({ place: environment(), pools: poolRepository(), sealing: sealing(), table: table() }),
  run: createUserPool,
});

export const handler = operation(definition, signed);
