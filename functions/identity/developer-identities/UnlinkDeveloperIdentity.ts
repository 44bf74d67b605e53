/**
 * Takes a developer's user from an identity. Without any login, nobody gets at the identity any more.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_UnlinkDeveloperIdentity.html
 */

import type { UnlinkDeveloperIdentityInput } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { signedIdentity } from '#shared/operations/identity.ts';
import { poolOfDeveloper, unlinkDevelopersUser } from '#shared/services/identity-pools/developer-identities.ts';
import * as shape from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';

const request = v.object({
  IdentityId: shape.IdentityId,
  IdentityPoolId: shape.IdentityPoolId,
  DeveloperProviderName: shape.DeveloperProviderName,
  DeveloperUserIdentifier: shape.DeveloperUserIdentifier,
}) satisfies RequestOf<UnlinkDeveloperIdentityInput>;

export const { definition, handler } = signedIdentity({
  name: 'UnlinkDeveloperIdentity',
  request,
  throws: ['ResourceConflictException'],
  run: async ({
    IdentityId: identityId,
    IdentityPoolId: poolId,
    DeveloperProviderName: provider,
    DeveloperUserIdentifier: userId,
  }) => {
    const pool = await poolOfDeveloper(poolId, provider);
    await unlinkDevelopersUser(pool, provider, { identityId, userId });
    return {};
  },
});
