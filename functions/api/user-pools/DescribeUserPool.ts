/**
 * Gives a pool's settings, schema and about how many users it has.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html
 */
import type { DescribeUserPoolRequest, DescribeUserPoolResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { environment } from '#shared/config/environment.ts';
import type { UserCount } from '#shared/data/users/user-count.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { type AwsAccount, toUserPool } from '#shared/wire/user-pool.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { userCount } from '#shared/wiring/job-stores.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<DescribeUserPoolRequest>;

interface Deps {
  readonly place: AwsAccount;
  readonly userCount: UserCount;
  readonly userPools: UserPools;
}

const describeUserPool =
  ({ place, userCount, userPools }: Deps): Run<typeof request, Wire<DescribeUserPoolResponse>, SignedCaller> =>
  async ({ UserPoolId }) => {
    const { pool } = await userPools.get(UserPoolId);
    return { UserPool: toUserPool(pool, await userCount.estimate(pool.id), place) };
  };

export const definition = define({
  name: 'DescribeUserPool',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ place: environment(), userCount: userCount(), userPools: userPools() }),
  run: describeUserPool,
});

export const handler = operation(definition, signed);
