/**
 * Lists the sessions of the bearer of an access token, the last active one first.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserSessions.html
 */
import type { ListUserSessionsRequest, ListUserSessionsResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import { assertOnlyPage, type UserSessions } from '#shared/services/sessions/user-sessions.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toSessionDescription } from '#shared/wire/session.ts';
import { PaginationKey, TokenModelType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { userSessions } from '#shared/wiring/sessions.ts';

const request = v.object({
  AccessToken: TokenModelType,
  NextToken: v.optional(PaginationKey),
}) satisfies RequestOf<ListUserSessionsRequest>;

interface Deps {
  readonly userSessions: UserSessions;
}

const listUserSessions =
  ({ userSessions }: Deps): Run<typeof request, Wire<ListUserSessionsResponse>, TokenCaller> =>
  async ({ NextToken }, { caller }) => {
    const sessions = await userSessions.list(caller);
    assertOnlyPage(NextToken);
    return { Sessions: sessions.map((session) => toSessionDescription(session, caller.family)) };
  };

export const definition = define({
  name: 'ListUserSessions',
  caller: 'accessToken',
  request,
  throws: ['OperationNotEnabledException', 'UserNotFoundException'],
  deps: () => ({ userSessions: userSessions() }),
  run: listUserSessions,
});

export const handler = operation(definition, accessToken);
