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
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { environment } from '#shared/config/environment.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import { poolIdOfArn } from '#shared/services/user-pools/tagged-pool.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { ArnType } from '#shared/wire/shapes.ts';
import type { AwsAccount } from '#shared/wire/user-pool.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({
  ResourceArn: ArnType,
}) satisfies RequestOf<ListTagsForResourceRequest>;

interface Deps {
  readonly place: AwsAccount;
  readonly userPools: UserPools;
}

const listTagsForResource =
  ({ place, userPools }: Deps): Run<typeof request, ListTagsForResourceResponse, SignedCaller> =>
  async ({ ResourceArn }) => {
    const { pool } = await userPools.get(poolIdOfArn(ResourceArn, place));
    return { Tags: pool.settings.UserPoolTags ?? {} };
  };

export const definition = define({
  name: 'ListTagsForResource',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ place: environment(), userPools: userPools() }),
  run: listTagsForResource,
});

export const handler = operation(definition, signed);
