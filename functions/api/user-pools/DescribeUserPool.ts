/**
 * Gives a pool's settings, its schema, and the approximate number of its users.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html
 */

import type { DescribeUserPoolRequest, DescribeUserPoolResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { userCount } from '#shared/data/users/user-count.ts';
import { signed } from '#shared/operations/signed.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toUserPool } from '#shared/wire/user-pool.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<DescribeUserPoolRequest>;

export const { definition, handler } = signed({
  name: 'DescribeUserPool',
  request,
  throws: [],
  run: async ({ UserPoolId }): Promise<Wire<DescribeUserPoolResponse>> => {
    const { pool } = await getUserPool(UserPoolId);
    return { UserPool: toUserPool(pool, await userCount().estimate(pool.id), environment()) };
  },
});
