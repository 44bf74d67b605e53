/**
 * Lists the terms of a pool by app client, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListTerms.html
 */

import type { ListTermsRequest, ListTermsResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { termsRepository } from '#shared/data/terms/terms-repository.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { type RequestOf, StringType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { ListTermsRequestMaxResultsInteger, toTermsDescriptionType } from '#shared/wire/terms.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  MaxResults: v.optional(ListTermsRequestMaxResultsInteger, 60),
  NextToken: v.optional(StringType),
}) satisfies RequestOf<ListTermsRequest>;

const query = ['ListTerms'];

export const { definition, handler } = signedOnPool({
  name: 'ListTerms',
  request,
  throws: [],
  run: async ({ MaxResults, NextToken }, { pool }): Promise<Wire<ListTermsResponse>> => {
    const seal = await sealing().general(pool);
    const start = NextToken === undefined ? undefined : fromPageToken(seal, query, NextToken);
    const { terms, next } = await termsRepository().page(pool.id, MaxResults, start);
    return { Terms: terms.map(toTermsDescriptionType), NextToken: next && toPageToken(seal, query, next) };
  },
});
