import { retryOnConflict } from '#shared/data/write.ts';
import type { ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { challengeOf } from './challenges.ts';
import { goOn } from './go-on.ts';
import type { ChallengeRequest, SignInAnswer } from './sign-in.ts';

// Only servers may send a password in clear in the middle of a custom sign-in.
const adminOnly: ReadonlySet<ChallengeName> = new Set(['ADMIN_NO_SRP_AUTH']);

/** Continues a sign-in by the answer to the challenge of that name. */
export const respondToChallenge = async (name: ChallengeName, request: ChallengeRequest): Promise<SignInAnswer> => {
  if (adminOnly.has(name) && request.side === 'public') {
    throw new CognitoException('InvalidParameterException', `${name} is for servers.`);
  }
  const challenge = await challengeOf(name);
  return retryOnConflict(async () => goOn(await challenge.answer(request)));
};
