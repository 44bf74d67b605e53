/**
 * Ends a session of a user: every token of it is refused from then on.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRevokeUserSession.html
 */
import type {
  AdminRevokeUserSessionRequest,
  AdminRevokeUserSessionResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { UserSessions } from '#shared/services/sessions/user-sessions.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { RevokeAssociatedSessionsType, UsernameType, UserPoolIdType, UserSessionIdType } from '#shared/wire/shapes.ts';
import { directory } from '#shared/wiring/directory.ts';
import { userSessions } from '#shared/wiring/sessions.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  SessionId: UserSessionIdType,
  // No session came through another one: there are none to end with it.
  RevokeAssociatedSessions: v.optional(RevokeAssociatedSessionsType),
}) satisfies RequestOf<AdminRevokeUserSessionRequest>;

interface Deps {
  readonly directory: Directory;
  readonly users: Users;
  readonly userSessions: UserSessions;
}

const adminRevokeUserSession =
  ({ directory, users, userSessions }: Deps): Run<typeof request, AdminRevokeUserSessionResponse, SignedCaller> =>
  async ({ UserPoolId, Username, SessionId }) => {
    const { pool } = await directory.pool(UserPoolId);
    const { userKey, user } = await users.get(pool, Username);
    await userSessions.revoke({ pool, userKey, user }, SessionId);
    return {};
  };

export const definition = define({
  name: 'AdminRevokeUserSession',
  caller: 'signed',
  request,
  throws: ['OperationNotEnabledException', 'UserNotFoundException'],
  deps: () => ({ directory: directory(), users: users(), userSessions: userSessions() }),
  run: adminRevokeUserSession,
});

export const handler = operation(definition, signed);
