/**
 * Adds tags to a pool, which replace tags with the same key. They are the UserPoolTags of the pool's other operations.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TagResource.html
 */

import type { TagResourceRequest, TagResourceResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { orTooManyRequests } from '#shared/data/write.ts';
import { withTags } from '#shared/domain/user-pools/tags.ts';
import { signed } from '#shared/operations/signed.ts';
import { poolIdOfArn } from '#shared/services/user-pools/tagged-pool.ts';
import { changeUserPool } from '#shared/services/user-pools/user-pools.ts';
import { ArnType, type RequestOf } from '#shared/wire/shapes.ts';
import { UserPoolTagsType } from '#shared/wire/user-pool-shapes.ts';

const request = v.object({
  ResourceArn: ArnType,
  Tags: UserPoolTagsType,
}) satisfies RequestOf<TagResourceRequest>;

export const { definition, handler } = signed({
  name: 'TagResource',
  request,
  throws: [],
  run: async ({ ResourceArn, Tags }): Promise<TagResourceResponse> => {
    await orTooManyRequests(
      changeUserPool(poolIdOfArn(ResourceArn, environment()), ({ settings }) => ({
        settings: { ...settings, UserPoolTags: withTags(settings.UserPoolTags, Tags) },
      })),
    );
    return {};
  },
});
