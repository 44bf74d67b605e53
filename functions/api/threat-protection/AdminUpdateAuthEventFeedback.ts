/**
 * Says of a user's event whether it was the user. Later sign-ins are held against that.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateAuthEventFeedback.html
 */

import type { AdminUpdateAuthEventFeedbackRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { assertProtected, giveAdminFeedback } from '#shared/services/risk/auth-event-feedback.ts';
import { users } from '#shared/services/users/users.ts';
import { EventIdType, FeedbackValueType } from '#shared/wire/auth-event.ts';
import { type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  EventId: EventIdType,
  FeedbackValue: FeedbackValueType,
}) satisfies RequestOf<AdminUpdateAuthEventFeedbackRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminUpdateAuthEventFeedback',
  request,
  throws: ['UserNotFoundException', 'UserPoolAddOnNotEnabledException'],
  run: async ({ Username, EventId, FeedbackValue }, { pool }): Promise<Record<string, never>> => {
    assertProtected(pool);
    await giveAdminFeedback(pool, await users().get(pool, Username), EventId, FeedbackValue);
    return {};
  },
});
