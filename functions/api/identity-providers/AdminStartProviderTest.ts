/**
 * Begins a test of an identity provider: answers an address, at which one browser signs in at the provider, once and within ten
 * minutes. The answer of the provider is checked as in any sign-in, but nobody becomes a user, and nobody is signed in.
 * AdminGetProviderTest tells what came of it. `ClientId` is the app client that the user would sign in to: it decides which
 * attributes may be written. An operation of Gatehouse's own: its target is `Gatehouse.AdminStartProviderTest`.
 */

import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { makeTest } from '#shared/services/federation/provider-tests.ts';
import { ProviderNameType } from '#shared/wire/identity-provider.ts';
import { ClientIdType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toEpochSeconds } from '#shared/wire/wire.ts';

const request = v.object({ UserPoolId: UserPoolIdType, ClientId: ClientIdType, ProviderName: ProviderNameType });

interface Response {
  readonly TestId: string;
  readonly TestUrl: string;
  /** Seconds since the epoch. */
  readonly Expiration: number;
}

export const { definition, handler } = signedOnPool({
  name: 'AdminStartProviderTest',
  request,
  throws: [],
  run: async ({ ClientId, ProviderName }, { pool }): Promise<Response> => {
    const { testId, address, expiresAt } = await makeTest(pool, ClientId, ProviderName);
    return { TestId: testId, TestUrl: address, Expiration: toEpochSeconds(expiresAt) };
  },
});
