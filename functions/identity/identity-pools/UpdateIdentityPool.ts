/**
 * Changes an identity pool. What the request leaves out goes back to its default, but for tags and the developer provider.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_UpdateIdentityPool.html
 */

import type { IdentityPool } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { assertIdentityPoolSettings, replacedSettings } from '#shared/domain/identity-pools/settings-rules.ts';
import { assertTags } from '#shared/domain/user-pools/tags.ts';
import { signedIdentity } from '#shared/operations/identity.ts';
import { changeIdentityPool } from '#shared/services/identity-pools/identity-pools.ts';
import { toIdentityPool } from '#shared/wire/identity-pool.ts';
import * as shape from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  IdentityPoolId: shape.IdentityPoolId,
  IdentityPoolName: shape.IdentityPoolName,
  IdentityPoolTags: v.optional(shape.IdentityPoolTagsType),
  ...shape.identityPoolSettings,
}) satisfies RequestOf<IdentityPool>;

export const { definition, handler } = signedIdentity({
  name: 'UpdateIdentityPool',
  request,
  throws: ['ConcurrentModificationException', 'LimitExceededException'],
  run: async ({ IdentityPoolId, IdentityPoolName, IdentityPoolTags, ...given }): Promise<Wire<IdentityPool>> => {
    assertIdentityPoolSettings(given, environment());
    if (IdentityPoolTags) assertTags(IdentityPoolTags, 'An identity pool');
    const pool = await changeIdentityPool(IdentityPoolId, ({ settings, tags }) => ({
      name: IdentityPoolName,
      settings: replacedSettings(settings, given),
      tags: IdentityPoolTags ?? tags,
    }));
    return toIdentityPool(pool);
  },
});
