/**
 * Makes an identity pool.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_CreateIdentityPool.html
 */

import type { CreateIdentityPoolInput, IdentityPool as Response } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { identityPoolRepository } from '#shared/data/identity-pools/identity-pool-repository.ts';
import { table } from '#shared/data/table.ts';
import { type IdentityPool, newIdentityId } from '#shared/domain/identity-pools/identity-pool.ts';
import { assertIdentityPoolSettings } from '#shared/domain/identity-pools/settings-rules.ts';
import { regionForPool } from '#shared/domain/user-pools/pool-id.ts';
import { assertTags } from '#shared/domain/user-pools/tags.ts';
import { signedIdentity } from '#shared/operations/identity.ts';
import { assureIdentitySigningKey } from '#shared/services/identity-pools/identity-signing-keys.ts';
import { toIdentityPool } from '#shared/wire/identity-pool.ts';
import { IdentityPoolName, IdentityPoolTagsType, identityPoolSettings } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  IdentityPoolName,
  IdentityPoolTags: v.optional(IdentityPoolTagsType),
  ...identityPoolSettings,
}) satisfies RequestOf<CreateIdentityPoolInput>;

export const { definition, handler } = signedIdentity({
  name: 'CreateIdentityPool',
  request,
  throws: ['LimitExceededException'],
  run: async ({ IdentityPoolName: name, IdentityPoolTags: tags, ...settings }, { caller }): Promise<Wire<Response>> => {
    assertIdentityPoolSettings(settings, environment());
    if (tags) assertTags(tags, 'An identity pool');
    const id = newIdentityId(regionForPool(environment(), caller.region));
    const createdAt = now();
    const pool: IdentityPool = { id, name, settings, tags, createdAt, updatedAt: createdAt, version: 1 };
    await assureIdentitySigningKey();
    await table().write([identityPoolRepository().create(pool)]);
    return toIdentityPool(pool);
  },
});
