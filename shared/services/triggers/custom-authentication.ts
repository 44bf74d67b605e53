import type { CustomAuthentication } from './triggers.ts';
import { userAttributes } from './user-attributes.ts';

type Trigger = 'DefineAuthChallenge' | 'CreateAuthChallenge' | 'VerifyAuthChallengeResponse';

/** What calls of the three functions of custom authentication have in common. */
export const customAuthentication = (trigger: Trigger, on: CustomAuthentication) => ({
  call: {
    source: `${trigger}_Authentication`,
    occasion: on,
    username: on.user?.username ?? on.username,
  },
  request: {
    userAttributes: on.user ? userAttributes(on.pool, on.user) : {},
    ...(!on.user && { userNotFound: true }),
  },
});
