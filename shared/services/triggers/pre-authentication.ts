import * as v from 'valibot';
import type { CallTrigger } from './call.ts';
import type { PreAuthentication } from './triggers.ts';
import { userAttributes } from './user-attributes.ts';

/** Asks whether a sign-in may begin, before the password is checked. */
export const preAuthentication = async (call: CallTrigger, on: PreAuthentication): Promise<void> => {
  await call({
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
