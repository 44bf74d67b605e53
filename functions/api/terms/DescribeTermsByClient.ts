/**
 * Gives the terms of an app client by their name.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeTermsByClient.html
 */

import type {
  DescribeTermsByClientRequest,
  DescribeTermsByClientResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { getTermsOfClient } from '#shared/services/terms/terms.ts';
import { ClientIdType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import { TermsNameType, toTermsType } from '#shared/wire/terms.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  ClientId: ClientIdType,
  UserPoolId: UserPoolIdType,
  TermsName: TermsNameType,
}) satisfies RequestOf<DescribeTermsByClientRequest>;

export const { definition, handler } = signedOnPool({
  name: 'DescribeTermsByClient',
  request,
  throws: [],
  run: async ({ ClientId, TermsName }, { pool }): Promise<Wire<DescribeTermsByClientResponse>> => ({
    Terms: toTermsType(await getTermsOfClient(pool.id, ClientId, TermsName)),
  }),
});
