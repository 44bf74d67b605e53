import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { choose } from '../choice.ts';
import { resume } from '../identification.ts';
import { choicesOf } from '../progress.ts';
import type { Challenge } from '../sign-in.ts';

export const selectChallenge: Challenge = {
  /** SELECT_CHALLENGE: what the user can begin with. */
  ask: async (progress) => ({
    parameters: {},
    available: choicesOf(progress),
  }),

  /** The user's choice. A password, or SRP_A, may come with it. */
  answer: async (request) => {
    const chosen = requiredParameter(request.parameters, 'ANSWER');
    const { identified, session } = await resume(request, 'SELECT_CHALLENGE');
    const trail = withProof(session, 'SELECT_CHALLENGE', request.parameters.DEVICE_KEY);
    if (!choicesOf({ ...identified, trail, writes: [] }).some((one) => one === chosen)) {
      throw new CognitoException('InvalidParameterException', 'Selected challenge is not available.');
    }
    return choose(identified, trail, chosen);
  },
};
