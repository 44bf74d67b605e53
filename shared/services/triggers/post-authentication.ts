import * as v from 'valibot';
import type { CallTrigger } from './call.ts';
import type { PostAuthentication } from './triggers.ts';
import { userAttributes } from './user-attributes.ts';

/** Reports that a user has signed in. An error still refuses the sign-in. */
export const postAuthentication = async (call: CallTrigger, on: PostAuthentication): Promise<void> => {
  await call({
    source: 'PostAuthentication_Authentication',
    occasion: on,
    username: on.user.username,
    request: { userAttributes: userAttributes(on.pool, on.user), newDeviceUsed: on.newDeviceUsed },
    blank: {},
    response: v.object({}),
  });
};
