import type { ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { Challenges, RespondToChallenge } from './sign-in.ts';

// A password in clear, in the middle of a custom sign-in, is for servers to send.
const adminOnly: ReadonlySet<ChallengeName> = new Set(['ADMIN_NO_SRP_AUTH']);

/** The answer to a challenge by its name. */
export const createRespondToChallenge =
  (challenges: Challenges): RespondToChallenge =>
  async (challenge, request) => {
    if (adminOnly.has(challenge) && request.side === 'public') {
      throw new CognitoException('InvalidParameterException', `${challenge} is for servers.`);
    }
    return challenges[challenge](request);
  };
