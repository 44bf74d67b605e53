/**
 * Removes tags of a pool by their keys. Keys that the pool does not have are no error.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UntagResource.html
 */

import type { UntagResourceRequest, UntagResourceResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { orTooManyRequests } from '#shared/data/write.ts';
import { withoutTags } from '#shared/domain/user-pools/tags.ts';
import { signed } from '#shared/operations/signed.ts';
import { poolIdOfArn } from '#shared/services/user-pools/tagged-pool.ts';
import { changeUserPool } from '#shared/services/user-pools/user-pools.ts';
import { ArnType, type RequestOf } from '#shared/wire/shapes.ts';
import { UserPoolTagsListType } from '#shared/wire/user-pool-shapes.ts';

const request = v.object({
  ResourceArn: ArnType,
  TagKeys: UserPoolTagsListType,
}) satisfies RequestOf<UntagResourceRequest>;

export const { definition, handler } = signed({
  name: 'UntagResource',
  request,
  throws: [],
  run: async ({ ResourceArn, TagKeys }): Promise<UntagResourceResponse> => {
    await orTooManyRequests(
      changeUserPool(poolIdOfArn(ResourceArn, environment()), ({ settings }) => ({
        settings: { ...settings, UserPoolTags: withoutTags(settings.UserPoolTags, TagKeys) },
      })),
    );
    return {};
  },
});
