import * as v from 'valibot';
import { type CallTrigger, functionFor } from './call.ts';
import type { Triggers } from './triggers.ts';
import { userAttributes } from './user-attributes.ts';

/** Asks whether a sign-in may begin, before the password is looked at. */
export const preAuthentication =
  (call: CallTrigger): Triggers['preAuthentication'] =>
  async (on) => {
    const functionArn = functionFor(on.pool, 'PreAuthentication');
    if (!functionArn) return;
    await call({
      trigger: 'PreAuthentication',
      functionArn,
      source: 'PreAuthentication_Authentication',
      occasion: on,
      username: on.user?.username ?? on.username,
      request: {
        userAttributes: on.user ? userAttributes(on.pool, on.user) : {},
        validationData: on.validationData ?? null,
        ...(!on.user && { userNotFound: true }),
      },
      blank: {},
      response: v.object({}),
    });
  };
