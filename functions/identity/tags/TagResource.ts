/**
 * Adds tags to an identity pool, which replace tags with the same key.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_TagResource.html
 */

import type { TagResourceInput, TagResourceResponse } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { orTooManyRequests } from '#shared/data/write.ts';
import { withTags } from '#shared/domain/user-pools/tags.ts';
import { signedIdentity } from '#shared/operations/identity.ts';
import { changeIdentityPool, identityPoolIdOfArn } from '#shared/services/identity-pools/identity-pools.ts';
import { ARNString, IdentityPoolTagsType } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';

const request = v.object({
  ResourceArn: ARNString,
  Tags: IdentityPoolTagsType,
}) satisfies RequestOf<TagResourceInput>;

export const { definition, handler } = signedIdentity({
  name: 'TagResource',
  request,
  throws: [],
  run: async ({ ResourceArn, Tags }): Promise<TagResourceResponse> => {
    const change = changeIdentityPool(identityPoolIdOfArn(ResourceArn), ({ tags }) => ({
      tags: withTags(tags, Tags, 'An identity pool'),
    }));
    await orTooManyRequests(change);
    return {};
  },
});
