/**
 * Lists the events of a user in a pool with threat protection, the newest first, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListUserAuthEvents.html
 */

import type {
  AdminListUserAuthEventsRequest,
  AdminListUserAuthEventsResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { assertProtected } from '#shared/services/risk/auth-event-feedback.ts';
import { listAuthEvents } from '#shared/services/risk/auth-event-list.ts';
import { users } from '#shared/services/users/users.ts';
import { toAuthEventType } from '#shared/wire/auth-event.ts';
import { PaginationKey, QueryLimitType, type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  MaxResults: v.optional(QueryLimitType),
  NextToken: v.optional(PaginationKey),
}) satisfies RequestOf<AdminListUserAuthEventsRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminListUserAuthEvents',
  request,
  throws: ['UserNotFoundException', 'UserPoolAddOnNotEnabledException'],
  run: async ({ Username, MaxResults, NextToken }, { pool }): Promise<Wire<AdminListUserAuthEventsResponse>> => {
    assertProtected(pool);
    const record = await users().get(pool, Username);
    const { events, next } = await listAuthEvents(pool, record, MaxResults, NextToken);
    return { AuthEvents: events.map(toAuthEventType), NextToken: next };
  },
});
