/**
 * Deletes terms. The app client may then have others of their name.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteTerms.html
 */

import type { DeleteTermsRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { deleteTerms } from '#shared/services/terms/terms.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import { TermsIdType } from '#shared/wire/terms.ts';

const request = v.object({
  TermsId: TermsIdType,
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<DeleteTermsRequest>;

export const { definition, handler } = signedOnPool({
  name: 'DeleteTerms',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ TermsId }, { pool }) => {
    await deleteTerms(pool.id, TermsId);
    return {};
  },
});
