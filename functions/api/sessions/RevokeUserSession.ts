/**
 * Ends another session of the bearer of an access token: from then on, all of its tokens are refused.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeUserSession.html
 */

import type { RevokeUserSessionRequest, RevokeUserSessionResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { toSessionId } from '#shared/domain/sessions/session-id.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { assertTracked, revokeUserSession } from '#shared/services/sessions/user-sessions.ts';
import {
  type RequestOf,
  RevokeAssociatedSessionsType,
  TokenModelType,
  UserSessionIdType,
} from '#shared/wire/shapes.ts';

const request = v.object({
  AccessToken: TokenModelType,
  SessionId: UserSessionIdType,
  RevokeAssociatedSessions: v.optional(RevokeAssociatedSessionsType),
}) satisfies RequestOf<RevokeUserSessionRequest>;

export const { definition, handler } = byAccessToken({
  name: 'RevokeUserSession',
  request,
  throws: ['OperationNotEnabledException', 'UserNotFoundException'],
  run: async ({ SessionId, RevokeAssociatedSessions }, caller): Promise<RevokeUserSessionResponse> => {
    assertTracked(caller.pool);
    if (SessionId === toSessionId(caller.family.id)) {
      throw new CognitoException('InvalidParameterException', 'The current session cannot be revoked.');
    }
    await revokeUserSession(caller, SessionId, RevokeAssociatedSessions);
    return {};
  },
});
