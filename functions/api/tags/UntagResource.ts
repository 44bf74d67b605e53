/**
 * Takes tags from a pool, by their keys; those that it does not have are no matter.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UntagResource.html
 */
import type { UntagResourceRequest, UntagResourceResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { environment } from '#shared/config/environment.ts';
import { orTooManyRequests } from '#shared/data/conflict.ts';
import { withoutTags } from '#shared/domain/user-pools/tags.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import { poolIdOfArn } from '#shared/services/user-pools/tagged-pool.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { ArnType } from '#shared/wire/shapes.ts';
import type { AwsAccount } from '#shared/wire/user-pool.ts';
import { UserPoolTagsListType } from '#shared/wire/user-pool-shapes.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({
  ResourceArn: ArnType,
  TagKeys: UserPoolTagsListType,
}) satisfies RequestOf<UntagResourceRequest>;

interface Deps {
  readonly place: AwsAccount;
  readonly userPools: UserPools;
}

const untagResource =
  ({ place, userPools }: Deps): Run<typeof request, UntagResourceResponse, SignedCaller> =>
  async ({ ResourceArn, TagKeys }) => {
    await orTooManyRequests(
      userPools.change(poolIdOfArn(ResourceArn, place), ({ settings }) => ({
        settings: { ...settings, UserPoolTags: withoutTags(settings.UserPoolTags, TagKeys) },
      })),
    );
    return {};
  };

export const definition = define({
  name: 'UntagResource',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ place: environment(), userPools: userPools() }),
  run: untagResource,
});

export const handler = operation(definition, signed);
