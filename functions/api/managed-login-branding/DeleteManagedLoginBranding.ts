/**
 * Deletes a style. Its app client has the default one from then on.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteManagedLoginBranding.html
 */

import type { DeleteManagedLoginBrandingRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { deleteBranding } from '#shared/services/branding/brandings.ts';
import { ManagedLoginBrandingIdType } from '#shared/wire/managed-login-branding.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  ManagedLoginBrandingId: ManagedLoginBrandingIdType,
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<DeleteManagedLoginBrandingRequest>;

export const { definition, handler } = signedOnPool({
  name: 'DeleteManagedLoginBranding',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ ManagedLoginBrandingId }, { pool }) => {
    await deleteBranding(pool.id, ManagedLoginBrandingId);
    return {};
  },
});
