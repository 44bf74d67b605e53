/**
 * Gives the tags of a pool.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListTagsForResource.html
 */

import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { signed } from '#shared/operations/signed.ts';
import { poolIdOfArn } from '#shared/services/user-pools/tagged-pool.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { ArnType, type RequestOf } from '#shared/wire/shapes.ts';

const request = v.object({
  ResourceArn: ArnType,
}) satisfies RequestOf<ListTagsForResourceRequest>;

export const { definition, handler } = signed({
  name: 'ListTagsForResource',
  request,
  throws: [],
  run: async ({ ResourceArn }): Promise<ListTagsForResourceResponse> => {
    const { pool } = await getUserPool(poolIdOfArn(ResourceArn, environment()));
    return { Tags: pool.settings.UserPoolTags ?? {} };
  },
});
