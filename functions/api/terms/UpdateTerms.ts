/**
 * Changes the name or the links of terms. What is not given stays as it is.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateTerms.html
 */

import type { UpdateTermsRequest, UpdateTermsResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { changeTerms } from '#shared/services/terms/terms.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import {
  LinksType,
  TermsEnforcementType,
  TermsIdType,
  TermsNameType,
  TermsSourceType,
  toTermsType,
} from '#shared/wire/terms.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  TermsId: TermsIdType,
  UserPoolId: UserPoolIdType,
  TermsName: v.optional(TermsNameType),
  TermsSource: v.optional(TermsSourceType),
  Enforcement: v.optional(TermsEnforcementType),
  Links: v.optional(LinksType),
}) satisfies RequestOf<UpdateTermsRequest>;

export const { definition, handler } = signedOnPool({
  name: 'UpdateTerms',
  request,
  throws: ['ConcurrentModificationException', 'TermsExistsException'],
  run: async ({ TermsId, TermsName, Links }, { pool }): Promise<Wire<UpdateTermsResponse>> => ({
    Terms: toTermsType(await changeTerms(pool.id, TermsId, { name: TermsName, links: Links })),
  }),
});
