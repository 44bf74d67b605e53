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
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { assertOnlyPage, listUserSessions } from '#shared/services/sessions/user-sessions.ts';
import { users } from '#shared/services/users/users.ts';
import { toSessionDescription } from '#shared/wire/session.ts';
import { PaginationKey, type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  NextToken: v.optional(PaginationKey),
}) satisfies RequestOf<AdminListUserSessionsRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminListUserSessions',
  request,
  throws: ['OperationNotEnabledException', 'UserNotFoundException'],
  run: async ({ Username, NextToken }, { pool }): Promise<Wire<AdminListUserSessionsResponse>> => {
    const { userKey, user } = await users().get(pool, Username);
    const sessions = await listUserSessions({ pool, userKey, user });
    assertOnlyPage(NextToken);
    return { Sessions: sessions.map((session) => toSessionDescription(session)) };
  },
});
