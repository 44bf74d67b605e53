/**
 * Gives terms by their id.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeTerms.html
 */

import type { DescribeTermsRequest, DescribeTermsResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { getTerms } from '#shared/services/terms/terms.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import { TermsIdType, toTermsType } from '#shared/wire/terms.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  TermsId: TermsIdType,
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<DescribeTermsRequest>;

export const { definition, handler } = signedOnPool({
  name: 'DescribeTerms',
  request,
  throws: [],
  run: async ({ TermsId }, { pool }): Promise<Wire<DescribeTermsResponse>> => ({
    Terms: toTermsType(await getTerms(pool.id, TermsId)),
  }),
});
