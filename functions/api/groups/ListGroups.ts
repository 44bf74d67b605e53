/**
 * Lists a pool's groups by name, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListGroups.html
 */
import type { ListGroupsRequest, ListGroupsResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { GroupRepository } from '#shared/data/groups/group-repository.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import { fromPageToken, pageLimit, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import type { Sealing } from '#shared/services/sealing/sealing.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toGroupType } from '#shared/wire/group.ts';
import { PaginationKey, QueryLimitType, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { sealing } from '#shared/wiring/sealing.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { groupRepository } from '#shared/wiring/store.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Limit: v.optional(QueryLimitType),
  NextToken: v.optional(PaginationKey),
}) satisfies RequestOf<ListGroupsRequest>;

interface Deps {
  readonly directory: Directory;
  readonly groupRepository: GroupRepository;
  readonly sealing: Sealing;
}

const query = ['ListGroups'];

const listGroups =
  ({ directory, groupRepository, sealing }: Deps): Run<typeof request, Wire<ListGroupsResponse>, SignedCaller> =>
  async ({ UserPoolId, Limit, NextToken }) => {
    const { pool } = await directory.pool(UserPoolId);
    const seal = await sealing.general(pool);
    const start = NextToken === undefined ? undefined : fromPageToken(seal, query, NextToken);
    const { groups: found, next } = await groupRepository.page(pool.id, pageLimit(Limit), start);
    return { Groups: found.map(toGroupType), NextToken: next && toPageToken(seal, query, next) };
  };

export const definition = define({
  name: 'ListGroups',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ directory: directory(), groupRepository: groupRepository(), sealing: sealing() }),
  run: listGroups,
});

export const handler = operation(definition, signed);
