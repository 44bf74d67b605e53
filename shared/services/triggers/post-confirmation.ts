import * as v from 'valibot';
import { type CallTrigger, functionFor } from './call.ts';
import type { Triggers } from './triggers.ts';
import { userAttributes } from './user-attributes.ts';

/** Tells that a user is confirmed, or has a new password after forgetting the old one. */
export const postConfirmation =
  (call: CallTrigger): Triggers['postConfirmation'] =>
  async (on) => {
    const functionArn = functionFor(on.pool, 'PostConfirmation');
    if (!functionArn) return;
    await call({
      trigger: 'PostConfirmation',
      functionArn,
      source: on.source,
      occasion: on,
      username: on.user.username,
      request: { userAttributes: userAttributes(on.pool, on.user) },
      blank: {},
      response: v.object({}),
    });
  };
