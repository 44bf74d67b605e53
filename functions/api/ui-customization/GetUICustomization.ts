/**
 * Gives how the classic pages of an app client look: by its own settings, else by those of `ALL`.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUICustomization.html
 */

import type { GetUICustomizationRequest, GetUICustomizationResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { allClients } from '#shared/domain/ui-customization/ui-customization.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { getUICustomization } from '#shared/services/ui-customization/ui-customization.ts';
import { ClientIdType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toUICustomizationType } from '#shared/wire/ui-customization.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: v.optional(ClientIdType, allClients),
}) satisfies RequestOf<GetUICustomizationRequest>;

export const { definition, handler } = signedOnPool({
  name: 'GetUICustomization',
  request,
  throws: [],
  run: async ({ ClientId }, { pool }): Promise<Wire<GetUICustomizationResponse>> => {
    const found = await getUICustomization(pool.id, ClientId);
    return { UICustomization: found ? toUICustomizationType(found, pool, environment()) : {} };
  },
});
