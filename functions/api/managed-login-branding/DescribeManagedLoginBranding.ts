/**
 * Gives a style with its images. With `ReturnMergedResources` it has all settings, also those that it has by default.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeManagedLoginBranding.html
 */

import type { DescribeManagedLoginBrandingRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { getBranding, withImages } from '#shared/services/branding/brandings.ts';
import {
  type BrandingResponse,
  ManagedLoginBrandingIdType,
  toBrandingResponse,
} from '#shared/wire/managed-login-branding.ts';
import { BooleanType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ManagedLoginBrandingId: ManagedLoginBrandingIdType,
  ReturnMergedResources: v.optional(BooleanType),
}) satisfies RequestOf<DescribeManagedLoginBrandingRequest>;

export const { definition, handler } = signedOnPool({
  name: 'DescribeManagedLoginBranding',
  request,
  throws: [],
  run: async (asked, { pool }): Promise<BrandingResponse> =>
    toBrandingResponse(await withImages(await getBranding(pool.id, asked.ManagedLoginBrandingId)), asked),
});
