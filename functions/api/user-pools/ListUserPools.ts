/**
 * Lists every pool of the deployment, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPools.html
 */
import type { ListUserPoolsRequest, ListUserPoolsResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { PoolRepository } from '#shared/data/pools/pool-repository.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import type { Sealing } from '#shared/services/sealing/sealing.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { PaginationKeyType, PoolQueryLimitType } from '#shared/wire/shapes.ts';
import { toUserPoolDescription } from '#shared/wire/user-pool.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { sealing } from '#shared/wiring/sealing.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { poolRepository } from '#shared/wiring/store.ts';

const request = v.object({
  NextToken: v.optional(PaginationKeyType),
  MaxResults: PoolQueryLimitType,
}) satisfies RequestOf<ListUserPoolsRequest>;

const query = ['ListUserPools'];

interface Deps {
  readonly pools: PoolRepository;
  readonly sealing: Sealing;
}

const listUserPools =
  ({ pools, sealing }: Deps): Run<typeof request, Wire<ListUserPoolsResponse>, SignedCaller> =>
  async ({ NextToken, MaxResults }) => {
    const seal = await sealing.deployment();
    const start = NextToken === undefined ? undefined : fromPageToken(seal, query, NextToken);
    const { pools: found, next } = await pools.list(MaxResults, start);
    return {
      UserPools: found.map(toUserPoolDescription),
      NextToken: next && toPageToken(seal, query, next),
    };
  };

export const definition = define({
  name: 'ListUserPools',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ pools: poolRepository(), sealing: sealing() }),
  run: listUserPools,
});

export const handler = operation(definition, signed);
