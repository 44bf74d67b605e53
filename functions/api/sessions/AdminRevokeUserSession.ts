/**
 * Ends a session of a user: from then on, all of its tokens are refused.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRevokeUserSession.html
 */

import type {
  AdminRevokeUserSessionRequest,
  AdminRevokeUserSessionResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { revokeUserSession } from '#shared/services/sessions/user-sessions.ts';
import { users } from '#shared/services/users/users.ts';
import {
  type RequestOf,
  RevokeAssociatedSessionsType,
  UsernameType,
  UserPoolIdType,
  UserSessionIdType,
} from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  SessionId: UserSessionIdType,
  RevokeAssociatedSessions: v.optional(RevokeAssociatedSessionsType),
}) satisfies RequestOf<AdminRevokeUserSessionRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminRevokeUserSession',
  request,
  throws: ['OperationNotEnabledException', 'UserNotFoundException'],
  run: async ({ Username, SessionId, RevokeAssociatedSessions }, { pool }): Promise<AdminRevokeUserSessionResponse> => {
    const { userKey, user } = await users().get(pool, Username);
    await revokeUserSession({ pool, userKey, user }, SessionId, RevokeAssociatedSessions);
    return {};
  },
});
