/**
 * Gives an app client a style of its own on the pages of managed login. A client has one at most.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateManagedLoginBranding.html
 */

import type { CreateManagedLoginBrandingRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { usualBounds } from '#shared/api/validation.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { createBranding } from '#shared/services/branding/brandings.ts';
import {
  type BrandingResponse,
  brandingBytes,
  brandingMembers,
  toBrandingChange,
  toBrandingResponse,
} from '#shared/wire/managed-login-branding.ts';
import { ClientIdType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
  ...brandingMembers,
}) satisfies RequestOf<CreateManagedLoginBrandingRequest>;

export const { definition, handler } = signedOnPool({
  name: 'CreateManagedLoginBranding',
  request,
  // Images are in it.
  bounds: { ...usualBounds, bodyBytes: brandingBytes },
  throws: ['ConcurrentModificationException', 'LimitExceededException', 'ManagedLoginBrandingExistsException'],
  run: async ({ ClientId, ...asked }, { pool }): Promise<BrandingResponse> => {
    const branding = await createBranding(pool.id, ClientId, toBrandingChange(asked));
    return toBrandingResponse(branding);
  },
});
