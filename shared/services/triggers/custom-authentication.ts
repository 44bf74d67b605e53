import { CognitoException } from '#shared/errors/exception.ts';
import { functionFor } from './call.ts';
import type { CustomAuthentication } from './triggers.ts';
import { userAttributes } from './user-attributes.ts';

type Trigger = 'DefineAuthChallenge' | 'CreateAuthChallenge' | 'VerifyAuthChallengeResponse';

/** What calls of the three functions of custom authentication have in common. Throws InvalidParameterException. */
export const customAuthentication = (trigger: Trigger, on: CustomAuthentication) => {
  const functionArn = functionFor(on.pool, trigger);
  if (!functionArn) {
    throw new CognitoException(
      'InvalidParameterException',
      'Custom auth lambda trigger is not configured for the user pool.',
    );
  }
  return {
    call: {
      trigger,
      functionArn,
      source: `${trigger}_Authentication`,
      occasion: on,
      username: on.user?.username ?? on.username,
    },
    request: {
      userAttributes: on.user ? userAttributes(on.pool, on.user) : {},
      ...(!on.user && { userNotFound: true }),
    },
  };
};
