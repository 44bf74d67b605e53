/**
 * Tells how far a test of an identity provider is, and at its end, once, what the provider said and what would become of it: claims
 * without tokens, the attributes that a new user would have, and what is wrong. An operation of Gatehouse's own: its target is
 * `Gatehouse.AdminGetProviderTest`.
 */

import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { tellTest } from '#shared/services/federation/provider-tests.ts';
import { type ProviderTestAnswer, ProviderTestIdType, toProviderTest } from '#shared/wire/provider-test.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType, TestId: ProviderTestIdType });

export const { definition, handler } = signedOnPool({
  name: 'AdminGetProviderTest',
  request,
  throws: [],
  run: async ({ TestId }, { pool }): Promise<ProviderTestAnswer> => {
    const { test, outcome } = await tellTest(pool, TestId);
    return toProviderTest(test, outcome);
  },
});
