/**
 * Gives the tags of an identity pool.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_ListTagsForResource.html
 */

import type { ListTagsForResourceInput, ListTagsForResourceResponse } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { signedIdentity } from '#shared/operations/identity.ts';
import { getIdentityPool, identityPoolIdOfArn } from '#shared/services/identity-pools/identity-pools.ts';
import { ARNString } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';

const request = v.object({ ResourceArn: ARNString }) satisfies RequestOf<ListTagsForResourceInput>;

export const { definition, handler } = signedIdentity({
  name: 'ListTagsForResource',
  request,
  throws: [],
  run: async ({ ResourceArn }): Promise<ListTagsForResourceResponse> => {
    const { tags } = await getIdentityPool(identityPoolIdOfArn(ResourceArn));
    return { Tags: { ...tags } };
  },
});
