/**
 * Gives the bearer of an access token the own attributes that the app client may read.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html
 */
import type { GetUserRequest, GetUserResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { mayRead } from '#shared/domain/app-clients/permissions.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toMfaSettings } from '#shared/wire/mfa.ts';
import { TokenModelType } from '#shared/wire/shapes.ts';
import { toAttributeList } from '#shared/wire/user.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';

const request = v.object({
  AccessToken: TokenModelType,
}) satisfies RequestOf<GetUserRequest>;

const getUser =
  (): Run<typeof request, Wire<GetUserResponse>, TokenCaller> =>
  async (_request, { caller: { user, client } }) => ({
    Username: user.username,
    UserAttributes: toAttributeList(user, (attribute) => mayRead(client, attribute)),
    ...toMfaSettings(user),
  });

export const definition = define({
  name: 'GetUser',
  caller: 'accessToken',
  request,
  throws: ['PasswordResetRequiredException', 'UserNotConfirmedException', 'UserNotFoundException'],
  deps: () => ({}),
  run: getUser,
});

export const handler = operation(definition, accessToken);
