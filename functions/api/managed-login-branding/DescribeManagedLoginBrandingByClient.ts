/**
 * Gives the style of an app client with its images. With `ReturnMergedResources` it has all settings, also those that it
 * has by default.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeManagedLoginBrandingByClient.html
 */

import type { DescribeManagedLoginBrandingByClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { getBrandingOfClient, withImages } from '#shared/services/branding/brandings.ts';
import { type BrandingResponse, toBrandingResponse } from '#shared/wire/managed-login-branding.ts';
import { BooleanType, ClientIdType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
  ReturnMergedResources: v.optional(BooleanType),
}) satisfies RequestOf<DescribeManagedLoginBrandingByClientRequest>;

export const { definition, handler } = signedOnPool({
  name: 'DescribeManagedLoginBrandingByClient',
  request,
  throws: [],
  run: async (asked, { pool }): Promise<BrandingResponse> =>
    toBrandingResponse(await withImages(await getBrandingOfClient(pool.id, asked.ClientId)), asked),
});
