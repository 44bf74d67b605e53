/**
 * Lists the sessions of a user, the last active one first.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListUserSessions.html
 */
import type {
  AdminListUserSessionsRequest,
  AdminListUserSessionsResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import { assertOnlyPage, type UserSessions } from '#shared/services/sessions/user-sessions.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toSessionDescription } from '#shared/wire/session.ts';
import { PaginationKey, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { userSessions } from '#shared/wiring/sessions.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  NextToken: v.optional(PaginationKey),
}) satisfies RequestOf<AdminListUserSessionsRequest>;

interface Deps {
  readonly directory: Directory;
  readonly users: Users;
  readonly userSessions: UserSessions;
}

const adminListUserSessions =
  ({ directory, users, userSessions }: Deps): Run<typeof request, Wire<AdminListUserSessionsResponse>, SignedCaller> =>
  async ({ UserPoolId, Username, NextToken }) => {
    const { pool } = await directory.pool(UserPoolId);
    const { userKey, user } = await users.get(pool, Username);
    const sessions = await userSessions.list({ pool, userKey, user });
    assertOnlyPage(NextToken);
    return { Sessions: sessions.map((session) => toSessionDescription(session)) };
  };

export const definition = define({
  name: 'AdminListUserSessions',
  caller: 'signed',
  request,
  throws: ['OperationNotEnabledException', 'UserNotFoundException'],
  deps: () => ({ directory: directory(), users: users(), userSessions: userSessions() }),
  run: adminListUserSessions,
});

export const handler = operation(definition, signed);
