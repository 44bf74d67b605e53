/**
 * Removes tags of an identity pool by their keys. Keys that the pool does not have are no error.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_UntagResource.html
 */

import type { UntagResourceInput, UntagResourceResponse } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { orTooManyRequests } from '#shared/data/write.ts';
import { withoutTags } from '#shared/domain/user-pools/tags.ts';
import { signedIdentity } from '#shared/operations/identity.ts';
import { changeIdentityPool, identityPoolIdOfArn } from '#shared/services/identity-pools/identity-pools.ts';
import { ARNString, IdentityPoolTagsListType } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';

const request = v.object({
  ResourceArn: ARNString,
  TagKeys: IdentityPoolTagsListType,
}) satisfies RequestOf<UntagResourceInput>;

export const { definition, handler } = signedIdentity({
  name: 'UntagResource',
  request,
  throws: [],
  run: async ({ ResourceArn, TagKeys }): Promise<UntagResourceResponse> => {
    const change = changeIdentityPool(identityPoolIdOfArn(ResourceArn), ({ tags }) => ({
      tags: withoutTags(tags, TagKeys),
    }));
    await orTooManyRequests(change);
    return {};
  },
});
