/**
 * Makes the terms of use or the privacy policy of an app client: links to it, by language.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateTerms.html
 */

import type { CreateTermsRequest, CreateTermsResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { createTerms } from '#shared/services/terms/terms.ts';
import { ClientIdType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import { LinksType, TermsEnforcementType, TermsNameType, TermsSourceType, toTermsType } from '#shared/wire/terms.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
  TermsName: TermsNameType,
  TermsSource: TermsSourceType,
  Enforcement: TermsEnforcementType,
  Links: v.optional(LinksType),
}) satisfies RequestOf<CreateTermsRequest>;

export const { definition, handler } = signedOnPool({
  name: 'CreateTerms',
  request,
  throws: ['LimitExceededException', 'TermsExistsException'],
  run: async ({ ClientId, TermsName, Links }, { pool }): Promise<Wire<CreateTermsResponse>> => {
    const terms = await createTerms({ poolId: pool.id, clientId: ClientId, name: TermsName, links: Links });
    return { Terms: toTermsType(terms) };
  },
});
