import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { Choose } from '../choice.ts';
import type { Identification } from '../identification.ts';
import { choicesOf } from '../progress.ts';
import type { AnswerChallenge, AskChallenge } from '../sign-in.ts';

interface Deps {
  readonly identification: Identification;
  readonly choose: Choose;
}

/** SELECT_CHALLENGE: what the user can begin with. */
export const askSelectChallenge = (): AskChallenge => async (progress) => ({
  parameters: {},
  available: choicesOf(progress),
});

/** The user's choice; what the choice begins with, a password or SRP_A, may come with it. */
export const selectChallenge =
  ({ identification, choose }: Deps): AnswerChallenge =>
  async (request) => {
    const chosen = requiredParameter(request.parameters, 'ANSWER');
    const { identified, session } = await identification.resume(request, 'SELECT_CHALLENGE');
    const trail = withProof(session, 'SELECT_CHALLENGE', request.parameters.DEVICE_KEY);
    if (!choicesOf({ ...identified, trail, writes: [] }).some((one) => one === chosen)) {
      throw new CognitoException('InvalidParameterException', 'Selected challenge is not available.');
    }
    return choose(identified, trail, chosen);
  };
