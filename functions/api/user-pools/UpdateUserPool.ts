/**
 * Replaces a pool's settings. What the request leaves out gets its default, except MfaConfiguration, each of the
 * Policies, and UserPoolTier, which stay. OFF forgets which second factors were offered. How names are unique, and the schema, stay too. If they are given here, which
 * the API does not know, they begin a change of the pool (see ApplyUserPoolChange), unless users are seen to stand in
 * its way.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html
 */

import type { UpdateUserPoolRequest, UpdateUserPoolResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { usualBounds } from '#shared/api/validation.ts';
import { environment } from '#shared/config/environment.ts';
import { assertFirstFactors, assertMfaMayBe, assertSecondFactors, mfaMode } from '#shared/domain/user-pools/factors.ts';
import { assertKeyIsHere } from '#shared/domain/user-pools/key-configuration.ts';
import { assertSettings } from '#shared/domain/user-pools/settings-rules.ts';
import { assertCallable } from '#shared/domain/user-pools/trigger-functions.ts';
import { updatedSettings } from '#shared/domain/user-pools/updated-settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { signed } from '#shared/operations/signed.ts';
import { changeAtOnce } from '#shared/services/user-pool-changes/change-at-once.ts';
import { assertNextKeyUsable } from '#shared/services/user-pools/key-change.ts';
import { changeUserPool } from '#shared/services/user-pools/user-pools.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import * as shape from '#shared/wire/user-pool-shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  PoolName: v.optional(shape.UserPoolNameType),
  Schema: v.optional(shape.SchemaAttributesListType),
  ...shape.poolSettings,
}) satisfies RequestOf<UpdateUserPoolRequest>;

export const { definition, handler } = signed({
  name: 'UpdateUserPool',
  request,
  // Five texts of 20,000 characters, each of six bytes where a client escapes it.
  bounds: { ...usualBounds, bodyBytes: 1024 * 1024 },
  throws: ['ConcurrentModificationException', 'FeatureUnavailableInTierException'],
  run: async ({
    UserPoolId,
    PoolName,
    AliasAttributes: aliases,
    UsernameAttributes: usernames,
    UsernameConfiguration: usernameRules,
    Schema,
    ...given
  }): Promise<UpdateUserPoolResponse> => {
    assertSettings(given);
    assertCallable(given, environment());
    assertKeyIsHere(given, environment());
    const form = {
      AliasAttributes: aliases,
      UsernameAttributes: usernames,
      UsernameConfiguration: usernameRules,
      Schema,
    };
    const withSettings = (pool: UserPool) => {
      const { name, schema, webAuthn } = pool;
      const settings = updatedSettings(pool.settings, given);
      const mfa = mfaMode({ settings }) === 'OFF' ? undefined : pool.mfa;
      // The given settings may contradict those that stay.
      assertSettings(settings);
      assertMfaMayBe(pool, settings.MfaConfiguration);
      assertSecondFactors({ settings, mfa });
      assertFirstFactors({ settings, webAuthn });
      return { name: PoolName ?? name, schema, settings, mfa };
    };
    await changeAtOnce(UserPoolId, form, (pool) => assertNextKeyUsable(pool, withSettings(pool).settings));
    await changeUserPool(UserPoolId, withSettings);
    return {};
  },
});
