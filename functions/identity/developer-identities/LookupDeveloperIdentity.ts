/**
 * Finds the identity of a developer's user, or the users of an identity, page by page.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_LookupDeveloperIdentity.html
 */

import type { LookupDeveloperIdentityInput, LookupDeveloperIdentityResponse } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { signedIdentity } from '#shared/operations/identity.ts';
import { developersUsersOf, lookUpDeveloperIdentity } from '#shared/services/identity-pools/developer-identities.ts';
import { getIdentityPool } from '#shared/services/identity-pools/identity-pools.ts';
import { fromPageToken, pageLimit, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import * as shape from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';

const request = v.object({
  IdentityPoolId: shape.IdentityPoolId,
  IdentityId: v.optional(shape.IdentityId),
  DeveloperUserIdentifier: v.optional(shape.DeveloperUserIdentifier),
  MaxResults: v.optional(shape.QueryLimit),
  NextToken: v.optional(shape.PaginationKey),
}) satisfies RequestOf<LookupDeveloperIdentityInput>;

export const { definition, handler } = signedIdentity({
  name: 'LookupDeveloperIdentity',
  request,
  throws: ['ResourceConflictException'],
  run: async ({
    IdentityPoolId: poolId,
    IdentityId: identityId,
    DeveloperUserIdentifier: userId,
    MaxResults,
    NextToken,
  }): Promise<LookupDeveloperIdentityResponse> => {
    const pool = await getIdentityPool(poolId);
    const identity = await lookUpDeveloperIdentity(pool, { identityId, userId });
    const seal = await sealing().deployment();
    const query = ['LookupDeveloperIdentity', identity.id];
    const after = NextToken === undefined ? '' : String(fromPageToken(seal, query, NextToken).after);
    const left = developersUsersOf(identity).filter((user) => user > after);
    const shown = left.slice(0, pageLimit(MaxResults));
    const last = left.length > shown.length ? shown.at(-1) : undefined;
    return {
      IdentityId: identity.id,
      DeveloperUserIdentifierList: shown,
      NextToken: last === undefined ? undefined : toPageToken(seal, query, { after: last }),
    };
  },
});
