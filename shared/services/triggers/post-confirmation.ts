import * as v from 'valibot';
import type { CallTrigger } from './call.ts';
import type { PostConfirmation } from './triggers.ts';
import { userAttributes } from './user-attributes.ts';

/** Reports that a user is confirmed, or has a new password after forgetting the old one. */
export const postConfirmation = async (call: CallTrigger, on: PostConfirmation): Promise<void> => {
  await call({
    source: on.source,
    occasion: on,
    username: on.user.username,
    request: { userAttributes: userAttributes(on.pool, on.user) },
    blank: {},
    response: v.object({}),
  });
};
