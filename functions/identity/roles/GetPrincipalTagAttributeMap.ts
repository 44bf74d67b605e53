/**
 * Gives which claims of a provider become principal tags of AWS sessions.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetPrincipalTagAttributeMap.html
 */

import type {
  GetPrincipalTagAttributeMapInput,
  GetPrincipalTagAttributeMapResponse,
} from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { assertTaggingProvider, principalTagMap } from '#shared/domain/identity-pools/principal-tags.ts';
import { signedIdentity } from '#shared/operations/identity.ts';
import { getIdentityPool } from '#shared/services/identity-pools/identity-pools.ts';
import { toPrincipalTagMap } from '#shared/wire/identity-pool.ts';
import { IdentityPoolId, IdentityProviderName } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  IdentityPoolId,
  IdentityProviderName,
}) satisfies RequestOf<GetPrincipalTagAttributeMapInput>;

export const { definition, handler } = signedIdentity({
  name: 'GetPrincipalTagAttributeMap',
  request,
  throws: [],
  run: async (named): Promise<Wire<GetPrincipalTagAttributeMapResponse>> => {
    const pool = await getIdentityPool(named.IdentityPoolId);
    assertTaggingProvider(named.IdentityProviderName, pool.settings, environment());
    return toPrincipalTagMap(named, principalTagMap(pool, named.IdentityProviderName, environment()));
  },
});
