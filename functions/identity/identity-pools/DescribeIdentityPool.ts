/**
 * Gives an administrator an identity pool.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_DescribeIdentityPool.html
 */

import type { DescribeIdentityPoolInput, IdentityPool } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { signedIdentity } from '#shared/operations/identity.ts';
import { getIdentityPool } from '#shared/services/identity-pools/identity-pools.ts';
import { toIdentityPool } from '#shared/wire/identity-pool.ts';
import { IdentityPoolId } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({ IdentityPoolId }) satisfies RequestOf<DescribeIdentityPoolInput>;

export const { definition, handler } = signedIdentity({
  name: 'DescribeIdentityPool',
  request,
  throws: [],
  run: async ({ IdentityPoolId: poolId }): Promise<Wire<IdentityPool>> => toIdentityPool(await getIdentityPool(poolId)),
});
