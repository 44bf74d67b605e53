/**
 * Deletes an identity pool. Nobody gets an identity or credentials of it any more.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_DeleteIdentityPool.html
 */

import type { DeleteIdentityPoolInput } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { orTooManyRequests } from '#shared/data/write.ts';
import { signedIdentity } from '#shared/operations/identity.ts';
import { deleteIdentityPool } from '#shared/services/identity-pools/identity-pools.ts';
import { IdentityPoolId } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';

const request = v.object({ IdentityPoolId }) satisfies RequestOf<DeleteIdentityPoolInput>;

export const { definition, handler } = signedIdentity({
  name: 'DeleteIdentityPool',
  request,
  throws: [],
  run: async ({ IdentityPoolId: poolId }) => {
    await orTooManyRequests(deleteIdentityPool(poolId));
    return {};
  },
});
