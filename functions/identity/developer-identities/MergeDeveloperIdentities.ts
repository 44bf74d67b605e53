/**
 * Makes one identity of those of two users of a developer, who are one and the same: that of the destination.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_MergeDeveloperIdentities.html
 */

import type { MergeDeveloperIdentitiesInput, MergeDeveloperIdentitiesResponse } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { signedIdentity } from '#shared/operations/identity.ts';
import { mergeDevelopersUsers, poolOfDeveloper } from '#shared/services/identity-pools/developer-identities.ts';
import { DeveloperProviderName, DeveloperUserIdentifier, IdentityPoolId } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';

const request = v.object({
  SourceUserIdentifier: DeveloperUserIdentifier,
  DestinationUserIdentifier: DeveloperUserIdentifier,
  DeveloperProviderName,
  IdentityPoolId,
}) satisfies RequestOf<MergeDeveloperIdentitiesInput>;

export const { definition, handler } = signedIdentity({
  name: 'MergeDeveloperIdentities',
  request,
  throws: ['ResourceConflictException'],
  run: async ({
    SourceUserIdentifier: source,
    DestinationUserIdentifier: destination,
    DeveloperProviderName: provider,
    IdentityPoolId: poolId,
  }): Promise<MergeDeveloperIdentitiesResponse> => {
    const pool = await poolOfDeveloper(poolId, provider);
    const { id } = await mergeDevelopersUsers(pool, provider, { source, destination });
    return { IdentityId: id };
  },
});
