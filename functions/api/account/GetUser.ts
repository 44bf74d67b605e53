/**
 * Gives the bearer of an access token the user's own attributes, as far as the app client may read them.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html
 */

import type { GetUserRequest, GetUserResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { mayRead } from '#shared/domain/app-clients/app-client.ts';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { toMfaSettings } from '#shared/wire/mfa.ts';
import { type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';
import { toAttributeList } from '#shared/wire/user.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  AccessToken: TokenModelType,
}) satisfies RequestOf<GetUserRequest>;

export const { definition, handler } = byAccessToken({
  name: 'GetUser',
  request,
  throws: ['PasswordResetRequiredException', 'UserNotConfirmedException', 'UserNotFoundException'],
  run: async (_request, { user, client }): Promise<Wire<GetUserResponse>> => ({
    Username: user.username,
    UserAttributes: toAttributeList(user, (attribute) => mayRead(client, attribute)),
    ...toMfaSettings(user),
  }),
});
