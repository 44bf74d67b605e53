import { retryOnConflict } from '#shared/data/write.ts';
import type { ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { challenges } from './challenges.ts';
import { type EndSignIn, giveTokens, goOnTo } from './go-on.ts';
import { assertNotBlocked } from './identification.ts';
import type { AnswerTools, ChallengeRequest, SignInAnswer } from './sign-in.ts';

// Only servers may send a password in clear in the middle of a custom sign-in.
const adminOnly: ReadonlySet<ChallengeName> = new Set(['ADMIN_NO_SRP_AUTH']);

const tools: AnswerTools = {
  assertions: () => import('#shared/domain/passkeys/assertion.ts'),
  totp: () => import('#shared/domain/totp/totp.ts'),
};

/** Continues a sign-in by the answer to the challenge of that name, to the next challenge or to its end. */
export const respondTo = async <End>(
  end: EndSignIn<End>,
  name: ChallengeName,
  request: ChallengeRequest,
): Promise<SignInAnswer | End> => {
  if (adminOnly.has(name) && request.side !== 'admin') {
    throw new CognitoException('InvalidParameterException', `${name} is for servers.`);
  }
  await assertNotBlocked(request, name === 'CUSTOM_CHALLENGE');
  const challenge = challenges[name];
  const respond = async (): Promise<SignInAnswer | End> => goOnTo(end, await challenge.answer(request, tools));
  return challenge.isRepeatable ? retryOnConflict(respond) : respond();
};

/** Continues a sign-in of the API by the answer to the challenge of that name. */
export const respondToChallenge = (name: ChallengeName, request: ChallengeRequest): Promise<SignInAnswer> =>
  respondTo(giveTokens, name, request);
