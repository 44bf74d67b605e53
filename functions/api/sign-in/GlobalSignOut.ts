/**
 * Revokes every token of the bearer of an access token.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html
 */

import type { GlobalSignOutRequest, GlobalSignOutResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { signOutEverywhere } from '#shared/services/tokens/revocation.ts';
import { type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';

const request = v.object({
  AccessToken: TokenModelType,
}) satisfies RequestOf<GlobalSignOutRequest>;

export const { definition, handler } = byAccessToken({
  name: 'GlobalSignOut',
  request,
  throws: ['PasswordResetRequiredException', 'UserNotConfirmedException', 'UserNotFoundException'],
  run: async (_request, { pool, userKey }): Promise<GlobalSignOutResponse> => {
    await signOutEverywhere(pool, userKey);
    return {};
  },
});
