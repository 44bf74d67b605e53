/**
 * Lists the replicas of a pool in other Regions. Here a pool has none: docs/decisions/replicas.md.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolReplicas.html
 */

import type {
  ListUserPoolReplicasRequest,
  ListUserPoolReplicasResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { CognitoException } from '#shared/errors/exception.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { PaginationKeyType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  NextToken: v.optional(PaginationKeyType),
}) satisfies RequestOf<ListUserPoolReplicasRequest>;

export const { definition, handler } = signedOnPool({
  name: 'ListUserPoolReplicas',
  request,
  throws: [],
  run: async ({ NextToken }): Promise<Wire<ListUserPoolReplicasResponse>> => {
    // Nobody was given one.
    if (NextToken !== undefined) throw new CognitoException('InvalidParameterException', 'Invalid pagination token.');
    return { UserPoolReplicas: [] };
  },
});
