/**
 * Ends another session of the bearer of an access token: every token of it is refused from then on.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeUserSession.html
 */
import type { RevokeUserSessionRequest, RevokeUserSessionResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { toSessionId } from '#shared/domain/sessions/session-id.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import { assertTracked, type UserSessions } from '#shared/services/sessions/user-sessions.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { RevokeAssociatedSessionsType, TokenModelType, UserSessionIdType } from '#shared/wire/shapes.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { userSessions } from '#shared/wiring/sessions.ts';

const request = v.object({
  AccessToken: TokenModelType,
  SessionId: UserSessionIdType,
  // No session came through another one: there are none to end with it.
  RevokeAssociatedSessions: v.optional(RevokeAssociatedSessionsType),
}) satisfies RequestOf<RevokeUserSessionRequest>;

interface Deps {
  readonly userSessions: UserSessions;
}

const revokeUserSession =
  ({ userSessions }: Deps): Run<typeof request, RevokeUserSessionResponse, TokenCaller> =>
  async ({ SessionId }, { caller }) => {
    assertTracked(caller.pool);
    if (SessionId === toSessionId(caller.family.id)) {
      throw new CognitoException('InvalidParameterException', 'The current session cannot be revoked.');
    }
    await userSessions.revoke(caller, SessionId);
    return {};
  };

export const definition = define({
  name: 'RevokeUserSession',
  caller: 'accessToken',
  request,
  throws: ['OperationNotEnabledException', 'UserNotFoundException'],
  deps: () => ({ userSessions: userSessions() }),
  run: revokeUserSession,
});

export const handler = operation(definition, accessToken);
