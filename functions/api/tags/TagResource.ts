/**
 * Puts tags on a pool, in place of those with the same key. They are the UserPoolTags of the pool's other operations.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TagResource.html
 */
import type { TagResourceRequest, TagResourceResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { environment } from '#shared/config/environment.ts';
import { orTooManyRequests } from '#shared/data/conflict.ts';
import { withTags } from '#shared/domain/user-pools/tags.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import { poolIdOfArn } from '#shared/services/user-pools/tagged-pool.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { ArnType } from '#shared/wire/shapes.ts';
import type { AwsAccount } from '#shared/wire/user-pool.ts';
import { UserPoolTagsType } from '#shared/wire/user-pool-shapes.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({
  ResourceArn: ArnType,
  Tags: UserPoolTagsType,
}) satisfies RequestOf<TagResourceRequest>;

interface Deps {
  readonly place: AwsAccount;
  readonly userPools: UserPools;
}

const tagResource =
  ({ place, userPools }: Deps): Run<typeof request, TagResourceResponse, SignedCaller> =>
  async ({ ResourceArn, Tags }) => {
    await orTooManyRequests(
      userPools.change(poolIdOfArn(ResourceArn, place), ({ settings }) => ({
        settings: { ...settings, UserPoolTags: withTags(settings.UserPoolTags, Tags) },
      })),
    );
    return {};
  };

export const definition = define({
  name: 'TagResource',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ place: environment(), userPools: userPools() }),
  run: tagResource,
});

export const handler = operation(definition, signed);
