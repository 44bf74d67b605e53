import { CognitoException } from '#shared/errors/exception.ts';
import { type Arrival, trailOf } from '../arrival.ts';
import type { Choose } from '../choice.ts';
import type { ContinueSignUp } from '../continued-sign-up.ts';
import type { StartFlow } from '../sign-in.ts';

interface Deps {
  readonly arrival: Arrival;
  readonly choose: Choose;
  readonly continueSignUp: ContinueSignUp;
}

const preferences: readonly string[] = ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'];

/** USER_AUTH: the user chooses what to begin with; a Session of a confirmed sign-up goes straight on. */
export const userAuthFlow =
  ({ arrival, choose, continueSignUp }: Deps): StartFlow =>
  async (request) => {
    const { parameters, session } = request;
    if (session !== undefined) return continueSignUp(request);
    const preferred = parameters.PREFERRED_CHALLENGE;
    if (preferred !== undefined && !preferences.includes(preferred)) {
      throw new CognitoException('InvalidParameterException', `Invalid PREFERRED_CHALLENGE: ${preferred.slice(0, 64)}`);
    }
    const arrived = await arrival.find(request);
    await arrival.admit(arrived, request);
    return choose(arrived, trailOf('USER_AUTH', request), preferred);
  };
