/**
 * Gives the id of the identity with some logins, or makes one: for a guest, a new one each time.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetId.html
 */

import type { GetIdInput, GetIdResponse } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { noGuests } from '#shared/domain/identity-pools/login-refusals.ts';
import { ownProvider } from '#shared/domain/identity-pools/provider-names.ts';
import { openIdentity } from '#shared/operations/identity.ts';
import { identityIdOf, makeIdentity } from '#shared/services/identity-pools/identities.ts';
import { cachedIdentityPool } from '#shared/services/identity-pools/identity-pools.ts';
import { provedLogins } from '#shared/services/identity-pools/logins.ts';
import { provedIdentity, readOwnToken } from '#shared/services/identity-pools/proved-identity.ts';
import { AccountId, IdentityPoolId, LoginsMap } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';

const request = v.object({
  AccountId: v.optional(AccountId),
  IdentityPoolId,
  Logins: v.optional(LoginsMap),
}) satisfies RequestOf<GetIdInput>;

export const { definition, handler } = openIdentity({
  name: 'GetId',
  request,
  throws: ['ExternalServiceException', 'ResourceConflictException'],
  run: async ({ IdentityPoolId: poolId, Logins = {} }): Promise<GetIdResponse> => {
    const pool = await cachedIdentityPool(poolId);
    const { [ownProvider]: ownToken } = Logins;
    if (ownToken !== undefined) {
      const { sub = '' } = await readOwnToken(pool, ownToken);
      return { IdentityId: (await provedIdentity(sub, Logins)).identityId };
    }
    const logins = await provedLogins(pool, Logins);
    if (logins.length > 0) return { IdentityId: await identityIdOf(poolId, logins) };
    if (!pool.settings.AllowUnauthenticatedIdentities) throw noGuests();
    return { IdentityId: (await makeIdentity(poolId)).id };
  },
});
