/**
 * Lists the sessions of the bearer of an access token, the last active one first.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserSessions.html
 */

import type { ListUserSessionsRequest, ListUserSessionsResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { assertOnlyPage, listUserSessions } from '#shared/services/sessions/user-sessions.ts';
import { toSessionDescription } from '#shared/wire/session.ts';
import { PaginationKey, type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  AccessToken: TokenModelType,
  NextToken: v.optional(PaginationKey),
}) satisfies RequestOf<ListUserSessionsRequest>;

export const { definition, handler } = byAccessToken({
  name: 'ListUserSessions',
  request,
  throws: ['OperationNotEnabledException', 'UserNotFoundException'],
  run: async ({ NextToken }, caller): Promise<Wire<ListUserSessionsResponse>> => {
    const sessions = await listUserSessions(caller);
    assertOnlyPage(NextToken);
    return { Sessions: sessions.map((session) => toSessionDescription(session, caller.family)) };
  },
});
