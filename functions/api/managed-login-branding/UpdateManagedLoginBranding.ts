/**
 * Changes a style. What is not given stays, so that a large style can come in several requests.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateManagedLoginBranding.html
 */

import type { UpdateManagedLoginBrandingRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { usualBounds } from '#shared/api/validation.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { signed } from '#shared/operations/signed.ts';
import { changeBranding } from '#shared/services/branding/brandings.ts';
import { cachedPool } from '#shared/services/directory/directory.ts';
import {
  type BrandingResponse,
  brandingBytes,
  brandingMembers,
  ManagedLoginBrandingIdType,
  toBrandingChange,
  toBrandingResponse,
} from '#shared/wire/managed-login-branding.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: v.optional(UserPoolIdType),
  ManagedLoginBrandingId: v.optional(ManagedLoginBrandingIdType),
  ...brandingMembers,
}) satisfies RequestOf<UpdateManagedLoginBrandingRequest>;

export const { definition, handler } = signed({
  name: 'UpdateManagedLoginBranding',
  request,
  // Images are in it.
  bounds: { ...usualBounds, bodyBytes: brandingBytes },
  throws: ['ConcurrentModificationException'],
  run: async ({ UserPoolId, ManagedLoginBrandingId, ...asked }): Promise<BrandingResponse> => {
    if (UserPoolId === undefined || ManagedLoginBrandingId === undefined) {
      throw new CognitoException('InvalidParameterException', 'UserPoolId and ManagedLoginBrandingId must be given.');
    }
    const { pool } = await cachedPool(UserPoolId);
    const branding = await changeBranding(pool.id, ManagedLoginBrandingId, toBrandingChange(asked));
    return toBrandingResponse(branding);
  },
});
