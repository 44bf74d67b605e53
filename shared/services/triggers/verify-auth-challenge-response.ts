import * as v from 'valibot';
import type { CallTrigger } from './call.ts';
import { customAuthentication } from './custom-authentication.ts';
import type { VerifyAuthChallengeResponse } from './triggers.ts';

const verdict = v.object({ answerCorrect: v.nullish(v.boolean(), false) });

/** Asks whether a custom challenge was answered right. */
export const verifyAuthChallengeResponse = async (
  call: CallTrigger,
  on: VerifyAuthChallengeResponse,
): Promise<boolean> => {
  const common = customAuthentication('VerifyAuthChallengeResponse', on);
  const { answerCorrect } = await call({
    ...common.call,
    request: {
      ...common.request,
      privateChallengeParameters: on.privateParameters,
      challengeAnswer: on.answer,
    },
    blank: { answerCorrect: null },
    response: verdict,
  });
  return answerCorrect;
};
