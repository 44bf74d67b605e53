/**
 * Says of one's own event whether it was oneself, by the token from the notification, once.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateAuthEventFeedback.html
 */

import type { UpdateAuthEventFeedbackRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { anyoneOnPool } from '#shared/operations/anyone-on-pool.ts';
import { assertProtected } from '#shared/services/risk/auth-event-feedback.ts';
import { giveFeedbackByToken } from '#shared/services/risk/feedback-by-token.ts';
import { EventIdType, FeedbackValueType } from '#shared/wire/auth-event.ts';
import { type RequestOf, TokenModelType, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  EventId: EventIdType,
  FeedbackToken: TokenModelType,
  FeedbackValue: FeedbackValueType,
}) satisfies RequestOf<UpdateAuthEventFeedbackRequest>;

export const { definition, handler } = anyoneOnPool({
  name: 'UpdateAuthEventFeedback',
  request,
  throws: ['UserNotFoundException', 'UserPoolAddOnNotEnabledException'],
  run: async ({ Username, EventId, FeedbackToken, FeedbackValue }, { pool }): Promise<Record<string, never>> => {
    assertProtected(pool);
    await giveFeedbackByToken(pool, FeedbackToken, { value: FeedbackValue, username: Username, eventId: EventId });
    return {};
  },
});
