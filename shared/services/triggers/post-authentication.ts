import * as v from 'valibot';
import { type CallTrigger, functionFor } from './call.ts';
import type { Triggers } from './triggers.ts';
import { userAttributes } from './user-attributes.ts';

/** Tells that a user has signed in; an error still refuses the sign-in. */
export const postAuthentication =
  (call: CallTrigger): Triggers['postAuthentication'] =>
  async (on) => {
    const functionArn = functionFor(on.pool, 'PostAuthentication');
    if (!functionArn) return;
    await call({
      trigger: 'PostAuthentication',
      functionArn,
      source: 'PostAuthentication_Authentication',
      occasion: on,
      username: on.user.username,
      request: { userAttributes: userAttributes(on.pool, on.user), newDeviceUsed: on.newDeviceUsed },
      blank: {},
      response: v.object({}),
    });
  };
