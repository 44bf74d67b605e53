/**
 * Sets how the classic pages of an app client look, or those of all app clients: style sheet and logo, which replace the
 * former ones.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUICustomization.html
 */

import type { SetUICustomizationRequest, SetUICustomizationResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { assertCss } from '#shared/domain/ui-customization/css.ts';
import { toImage } from '#shared/domain/ui-customization/image.ts';
import { allClients } from '#shared/domain/ui-customization/ui-customization.ts';
import { signed } from '#shared/operations/signed.ts';
import { setUICustomization } from '#shared/services/ui-customization/ui-customization.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { ClientIdType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import { CSSType, ImageFileType, toUICustomizationType } from '#shared/wire/ui-customization.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: v.optional(ClientIdType, allClients),
  CSS: v.optional(CSSType),
  ImageFile: v.optional(ImageFileType),
}) satisfies RequestOf<SetUICustomizationRequest>;

export const { definition, handler } = signed({
  name: 'SetUICustomization',
  request,
  throws: [],
  run: async ({ UserPoolId, ClientId, CSS, ImageFile }): Promise<Wire<SetUICustomizationResponse>> => {
    if (CSS) assertCss(CSS);
    const look = { css: CSS || undefined, image: ImageFile?.length ? toImage(ImageFile) : undefined };
    const { pool } = await getUserPool(UserPoolId);
    const set = await setUICustomization(pool, ClientId, look);
    return { UICustomization: toUICustomizationType(set, pool, environment()) };
  },
});
