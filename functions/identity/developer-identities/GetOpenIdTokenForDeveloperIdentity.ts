/**
 * Gives a developer's backend a token of an identity for one of its users. The identity is made where there is none, or is
 * the one that the user is to be linked to.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetOpenIdTokenForDeveloperIdentity.html
 */

import type {
  GetOpenIdTokenForDeveloperIdentityInput,
  GetOpenIdTokenForDeveloperIdentityResponse,
} from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { signedIdentity } from '#shared/operations/identity.ts';
import { developerIdentityId, developerProviderIn } from '#shared/services/identity-pools/developer-identities.ts';
import { getIdentityPool } from '#shared/services/identity-pools/identity-pools.ts';
import { provedLogins } from '#shared/services/identity-pools/logins.ts';
import { openIdToken } from '#shared/services/identity-pools/open-id-tokens.ts';
import { methodsOf } from '#shared/services/identity-pools/proved-identity.ts';
import * as shape from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';

const request = v.object({
  IdentityPoolId: shape.IdentityPoolId,
  IdentityId: v.optional(shape.IdentityId),
  Logins: shape.LoginsMap,
  PrincipalTags: v.optional(shape.PrincipalTags),
  TokenDuration: v.optional(shape.TokenDuration),
}) satisfies RequestOf<GetOpenIdTokenForDeveloperIdentityInput>;

export const { definition, handler } = signedIdentity({
  name: 'GetOpenIdTokenForDeveloperIdentity',
  request,
  throws: ['DeveloperUserAlreadyRegisteredException', 'ResourceConflictException'],
  run: async ({
    IdentityPoolId: poolId,
    IdentityId: identityId,
    Logins,
    PrincipalTags: principalTags = {},
    TokenDuration: seconds = 900,
  }): Promise<GetOpenIdTokenForDeveloperIdentityResponse> => {
    const pool = await getIdentityPool(poolId);
    const provider = developerProviderIn(pool, Logins);
    const { [provider]: userId = '', ...others } = Logins;
    const logins = await provedLogins(pool, others);
    const id = await developerIdentityId(pool, provider, { userId, logins, identityId });
    const methods = [provider, `${provider}:${poolId}:${userId}`, ...methodsOf({ logins, own: undefined })];
    const Token = await openIdToken({ poolId, identityId: id, methods, principalTags, seconds });
    return { IdentityId: id, Token };
  },
});
